// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.util.Arrays;
import java.util.Random;
import org.quintain.conformance.iscsi.TextKeys;

/**
 * A session that does nothing wrong while others are fuzzed: writes its own blocks and reads them
 * again. Whatever disturbs it is a failure. Used by one thread.
 */
public final class HealthySession implements AutoCloseable {
  private static final int BLOCKS = 1024;
  private static final int RUN_MAX = 16;
  private static final long ISID = 0xC000_0000_0000L;

  private final FuzzConnection connection;
  private final Random random;
  private final FuzzJournal journal = new FuzzJournal();
  private final long[] versions = new long[BLOCKS];
  private final int base;
  private long verified;

  /** Logs in; number {@code index} of several has blocks of its own. */
  public HealthySession(FuzzWorld world, long seed, int index) {
    base = index * BLOCKS;
    random = new Random(seed);
    FuzzSession session =
        new FuzzSession(
            FuzzWorld.HEALTHY_INITIATOR, world.targetName(), ISID | (seed & 0xFFFF_FFFFL));
    connection = new FuzzConnection(world, session, 0, journal);
    TextKeys keys = new TextKeys().add("InitialR2T", "Yes").add("ImmediateData", "No");
    boolean ready =
        LoginSteps.run(connection, session.identity(false).addAll(keys))
            && CommandSteps.makeReady(connection);
    if (!ready) {
      throw new FuzzFailure("The healthy session was not let in." + journal);
    }
  }

  /** How many blocks were read again and were right. */
  public long verifiedBlocks() {
    return verified;
  }

  /**
   * Writes some blocks and reads some.
   *
   * @throws FuzzFailure when an answer is wrong or does not come
   */
  public void work() {
    try {
      write();
      read();
    } catch (FuzzFailure failure) {
      throw new FuzzFailure("The healthy session: " + failure.getMessage() + journal, failure);
    }
  }

  private void write() {
    int blocks = 1 + random.nextInt(RUN_MAX);
    int first = random.nextInt(BLOCKS - blocks);
    byte[] data = new byte[blocks * CommandSteps.BLOCK_BYTES];
    for (int block = 0; block < blocks; block++) {
      versions[first + block]++;
      fill(data, block * CommandSteps.BLOCK_BYTES, first + block);
    }
    FuzzPdu write = CommandSteps.write(connection, base + first, blocks);
    connection.send(write);
    while (true) {
      FuzzPdu answer = next(write);
      if (answer.opcode() == FuzzKind.SCSI_RESPONSE.opcode()) {
        checkGood(answer);
        return;
      }
      if (answer.opcode() != FuzzKind.R2T.opcode()) {
        throw new FuzzFailure("A write was answered by " + answer + ".");
      }
      int offset = (int) answer.u32(40);
      byte[] asked = Arrays.copyOfRange(data, offset, offset + (int) answer.u32(44));
      connection.send(
          FuzzPdu.of(FuzzKind.DATA_OUT.opcode())
              .flags(CommandSteps.FINAL)
              .tag(write.tag())
              .set(20, 4, answer.u32(20))
              .set(28, 4, connection.expStatSn())
              .set(40, 4, offset)
              .data(asked));
    }
  }

  private void read() {
    int blocks = 1 + random.nextInt(RUN_MAX);
    int first = random.nextInt(BLOCKS - blocks);
    FuzzPdu read = CommandSteps.read(connection, base + first, blocks);
    byte[] data = new byte[blocks * CommandSteps.BLOCK_BYTES];
    connection.send(read);
    FuzzPdu answer;
    boolean isOver;
    do {
      answer = next(read);
      boolean isData = answer.opcode() == FuzzKind.DATA_IN.opcode();
      if (isData) {
        System.arraycopy(answer.data(), 0, data, (int) answer.u32(40), answer.data().length);
      }
      isOver = !isData || (answer.u8(1) & 0x01) != 0;
    } while (!isOver);
    checkGood(answer);
    byte[] expected = new byte[CommandSteps.BLOCK_BYTES];
    for (int block = 0; block < blocks; block++) {
      int from = block * CommandSteps.BLOCK_BYTES;
      fill(expected, 0, first + block);
      if (!Arrays.equals(expected, 0, expected.length, data, from, from + expected.length)) {
        throw new FuzzFailure("Block " + (first + block) + " holds what nobody wrote.");
      }
      verified++;
    }
  }

  private void fill(byte[] into, int from, int block) {
    long version = versions[block];
    for (int at = 0; at < CommandSteps.BLOCK_BYTES; at++) {
      into[from + at] = version == 0 ? 0 : (byte) (version * 31 + block * 7L + at * (version | 1));
    }
  }

  private static void checkGood(FuzzPdu answer) {
    if (answer.u8(3) != 0) {
      throw new FuzzFailure("A command ended with " + answer + ".");
    }
  }

  /** The next PDU for {@code request}; the target's pings are answered. */
  private FuzzPdu next(FuzzPdu request) {
    while (true) {
      FuzzPdu answer = connection.await("a command", pdu -> true);
      if (answer == null) {
        throw new FuzzFailure("Its connection ended.");
      }
      boolean isPing =
          answer.opcode() == FuzzKind.NOP_IN.opcode() && answer.tag() == FuzzPdu.NO_TAG;
      if (isPing) {
        connection.send(
            CommandSteps.immediate(connection, FuzzKind.NOP_OUT)
                .tag(FuzzPdu.NO_TAG)
                .set(20, 4, answer.u32(20)));
      } else if (answer.tag() == request.tag()) {
        return answer;
      } else {
        throw new FuzzFailure("Nobody asked for " + answer + ".");
      }
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
