// SPDX-License-Identifier: Apache-2.0
package org.quintain.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.sam.SenseData;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.BackingStore;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;

/** The engine with three nexuses, which does a {@link Step} in real CDBs. */
final class EngineUnderTest {
  static final int BLOCK_BYTES = 512;

  private final Disk disk;
  private final List<Client> clients = new ArrayList<>();
  private final int[] writers = {0, 1, 2};

  EngineUnderTest(LogicalUnitConfig config, BackingStore store) {
    disk = new Disk(config, store);
    for (int nexus = 0; nexus < 3; nexus++) {
      clients.add(newClient(nexus));
    }
  }

  private Client newClient(int nexus) {
    return disk.newClient("iqn.2026-11.org.quintain:" + nexus);
  }

  /** Plants a mistake: what {@code liar} writes comes from {@code victim}. */
  void writeInTheNameOf(int liar, int victim) {
    writers[liar] = victim;
  }

  Answer step(Step step, int registeredKey) {
    boolean isWrite = step.kind() == Step.Kind.WRITE;
    Client client = clients.get(isWrite ? writers[step.nexus()] : step.nexus());
    int at = step.block();
    int count = step.blocks();
    return switch (step.kind()) {
      case READ ->
          answer(
              client.in(Client.cdb(0x28, 0, 0, 0, 0, at, 0, 0, count, 0), count * BLOCK_BYTES),
              count);
      case WRITE -> out(client, Client.cdb(0x2A, 0, 0, 0, 0, at, 0, 0, count, 0), step, count);
      case WRITE_SAME -> out(client, Client.cdb(0x41, 0, 0, 0, 0, at, 0, 0, count, 0), step, 1);
      case UNMAP -> unmap(client, at, count);
      case COMPARE_AND_WRITE -> compareAndWrite(client, step);
      case VERIFY -> out(client, Client.cdb(0x2F, 2, 0, 0, 0, at, 0, 0, count, 0), step, count);
      case SYNCHRONIZE_CACHE -> none(client, 0x35, 0, 0, 0, 0, 0, 0, 0, 0, 0);
      case TEST_UNIT_READY -> none(client, 0, 0, 0, 0, 0, 0);
      case INQUIRY -> good(client.in(Client.cdb(0x12, 0, 0, 0, 36, 0), 36));
      case REQUEST_SENSE -> requestSense(client);
      case READ_CAPACITY -> good(client.in(Client.cdb(0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0), 8));
      case RESERVE_6 -> none(client, 0x16, 0, 0, 0, 0, 0);
      case RELEASE_6 -> none(client, 0x17, 0, 0, 0, 0, 0);
      case REGISTER -> persistentReserve(client, step, 0, registeredKey);
      case RESERVE -> persistentReserve(client, step, 1, registeredKey);
      case RELEASE -> persistentReserve(client, step, 2, registeredKey);
      case CLEAR -> persistentReserve(client, step, 3, registeredKey);
      case PREEMPT -> persistentReserve(client, step, 4, registeredKey);
      case REGISTER_AND_IGNORE -> persistentReserve(client, step, 6, registeredKey);
      case LOGICAL_UNIT_RESET -> {
        client.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
        yield Answer.GOOD;
      }
      case RETURN_AFTER_LOSS -> {
        client.port().close();
        clients.set(step.nexus(), newClient(step.nexus()));
        yield Answer.GOOD;
      }
    };
  }

  /** Whether nothing is left over. */
  void checkIdle() {
    disk.world().settle();
    disk.device().checkIdle();
  }

  private static Answer good(Outcome outcome) {
    return new Answer(outcome.status(), codeOf(outcome), new int[0]);
  }

  private static int codeOf(Outcome outcome) {
    return outcome.status() == 2 ? outcome.code() : 0;
  }

  private static Answer answer(Outcome outcome, int count) {
    if (outcome.status() != 0) {
      return good(outcome);
    }
    int[] blocks = new int[count];
    for (int block = 0; block < count; block++) {
      blocks[block] = blockOf(outcome.data(), block);
    }
    return new Answer(0, 0, blocks);
  }

  /** The number that a whole block says, or -1 where its bytes do not agree. */
  private static int blockOf(byte[] data, int block) {
    int first = data[block * BLOCK_BYTES];
    for (int at = 0; at < BLOCK_BYTES; at++) {
      if (data[block * BLOCK_BYTES + at] != first) {
        return -1;
      }
    }
    return first;
  }

  private static Answer none(Client client, int... bytes) {
    return good(client.none(Client.cdb(bytes)));
  }

  private static Answer out(Client client, byte[] cdb, Step step, int blocks) {
    return good(client.out(cdb, Client.filled(blocks * BLOCK_BYTES, step.value())));
  }

  private static Answer compareAndWrite(Client client, Step step) {
    int bytes = step.blocks() * BLOCK_BYTES;
    ByteBuffer data = ByteBuffer.allocate(2 * bytes);
    data.put(Client.filled(bytes, step.value())).put(Client.filled(bytes, step.value() + 1));
    byte[] cdb = new byte[16];
    cdb[0] = (byte) 0x89;
    cdb[9] = (byte) step.block();
    cdb[13] = (byte) step.blocks();
    return good(client.out(cdb, data.array()));
  }

  private static Answer unmap(Client client, int block, int blocks) {
    ByteBuffer list = ByteBuffer.allocate(24);
    list.putShort(0, (short) 22).putShort(2, (short) 16).putLong(8, block).putInt(16, blocks);
    return good(client.out(Client.cdb(0x42, 0, 0, 0, 0, 0, 0, 0, 24, 0), list.array()));
  }

  private static Answer requestSense(Client client) {
    Outcome outcome = client.in(Client.cdb(3, 0, 0, 0, 252, 0), 252);
    SenseData sense = SenseData.decode(outcome.data(), outcome.data().length);
    return Answer.data(sense.key().code() << 16 | sense.code() << 8 | sense.qualifier());
  }

  private static Answer persistentReserve(
      Client client, Step step, int serviceAction, int registeredKey) {
    boolean isRegister = serviceAction == 0 || serviceAction == 6;
    int own = step.third() % 4 == 3 ? 0 : step.ownKey();
    ByteBuffer list = ByteBuffer.allocate(24);
    list.putLong(0, step.namesRightKey() ? registeredKey : 0x77);
    list.putLong(8, isRegister ? own : serviceAction == 4 ? step.othersKey() : 0);
    int type = isRegister || serviceAction == 3 ? 0 : step.type();
    return good(
        client.out(Client.cdb(0x5F, serviceAction, type, 0, 0, 0, 0, 0, 24, 0), list.array()));
  }
}
