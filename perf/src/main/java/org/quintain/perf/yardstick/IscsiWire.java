// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.SplittableRandom;

/**
 * A session with an iSCSI target (RFC 7143), as lean as it can be: READ(10) and WRITE(10), slots as
 * tags, immediate and unsolicited data as far as they were agreed on, R2Ts answered at once, no
 * digests. Whatever is not good ends the run.
 */
final class IscsiWire implements Wire {
  private static final int HEADER_BYTES = 48;
  private static final int FINAL = 0x80;
  private static final int NO_TAG = -1;

  private final Workload workload;
  private final String target;
  private final int lun;
  private final int number;
  private final SplittableRandom random;
  private final ByteBuffer payload;
  private final IscsiLogin login = new IscsiLogin();

  private int cmdSn = 1;
  private int maxCmdSn;
  private int expStatSn;
  private int blockBytes;
  private long places;
  private long next;
  private long toSkip;
  private int answeredAfterSkip = NO_TAG;

  /**
   * @param number which of the client's sessions it is, which its ISID says
   */
  IscsiWire(Workload workload, String target, int lun, int number) {
    this.workload = workload;
    this.target = target;
    this.lun = lun;
    this.number = number;
    this.random = new SplittableRandom(number);
    this.payload = ByteBuffer.allocateDirect(workload.isWrite() ? workload.lengthBytes() : 0);
    for (int at = 0; at + 8 <= payload.capacity(); at += 8) {
      payload.putLong(at, random.nextLong());
    }
  }

  @Override
  public void open(SocketChannel channel) throws IOException {
    login.run(channel, target, number);
    maxCmdSn = login.maxCmdSn();
    expStatSn = login.expStatSn();
    ByteBuffer answer = ByteBuffer.allocate(64);
    for (int tries = 0; command(channel, new byte[] {0}, 0, answer) != 0; tries++) {
      if (tries == 10) {
        throw new IOException("The logical unit is not ready.");
      }
    }
    if (command(channel, new byte[] {0x25}, 8, answer) != 0) {
      throw new IOException("READ CAPACITY(10) failed.");
    }
    blockBytes = answer.getInt(4);
    long capacityBytes = ((answer.getInt(0) & 0xFFFFFFFFL) + 1) * blockBytes;
    places = capacityBytes / workload.lengthBytes();
    if (places == 0) {
      throw new IOException("The logical unit is too small.");
    }
  }

  /** One command, waited for; answers its status. */
  private int command(SocketChannel channel, byte[] cdb, int dataInBytes, ByteBuffer into)
      throws IOException {
    ByteBuffer pdu = ByteBuffer.allocate(HEADER_BYTES);
    header(pdu, 0, dataInBytes > 0 ? 0x40 : 0, 0x7000, dataInBytes);
    pdu.put(32, cdb, 0, cdb.length);
    IscsiLogin.write(channel, pdu.position(0).limit(HEADER_BYTES));
    while (true) {
      ByteBuffer answer = IscsiLogin.read(channel, HEADER_BYTES);
      int opcode = answer.get(0) & 0x3F;
      int length = answer.getInt(4) & 0xFFFFFF;
      ByteBuffer data = IscsiLogin.read(channel, (length + 3) & ~3);
      maxCmdSn = answer.getInt(32);
      if (opcode == 0x25) {
        into.put(0, data, 0, Math.min(length, into.capacity()));
      }
      if (opcode == 0x21 || (opcode == 0x25 && (answer.get(1) & 1) != 0)) {
        expStatSn = answer.getInt(24) + 1;
        return answer.get(3) & 0xFF;
      }
    }
  }

  private void header(ByteBuffer out, int at, int direction, int tag, int expectedBytes) {
    out.putLong(at, (0x01L << 56) | ((long) (FINAL | direction | 1) << 48));
    out.putLong(at + 8, (long) lun << 48);
    out.putInt(at + 16, tag);
    out.putInt(at + 20, expectedBytes);
    out.putInt(at + 24, cmdSn++);
    out.putInt(at + 28, expStatSn);
    out.putLong(at + 32, 0);
    out.putLong(at + 40, 0);
  }

  @Override
  public boolean mayPut() {
    return maxCmdSn - cmdSn >= 0;
  }

  @Override
  public int requestBytesMax() {
    int pdus = 1 + payload.capacity() / Math.max(512, login.sendDataMax());
    return payload.capacity() + (pdus + 2) * HEADER_BYTES;
  }

  @Override
  public void put(ByteBuffer out, int slot) {
    long place = workload.isRandom() ? random.nextLong(places) : next++ % places;
    int at = out.position();
    int length = workload.lengthBytes();
    int immediate = 0;
    int unsolicited = 0;
    if (workload.isWrite()) {
      int burst = Math.min(length, login.firstBurst());
      immediate = login.isImmediateData() ? Math.min(burst, login.sendDataMax()) : 0;
      unsolicited = login.isInitialR2t() ? 0 : burst - immediate;
    }
    header(out, at, workload.isWrite() ? 0x20 : 0x40, slot, length);
    out.put(at + 1, (byte) ((out.get(at + 1) & ~FINAL) | (unsolicited > 0 ? 0 : FINAL)));
    out.putInt(at + 4, immediate);
    out.put(at + 32, (byte) (workload.isWrite() ? 0x2A : 0x28));
    out.putInt(at + 34, (int) (place * (length / blockBytes)));
    out.putShort(at + 39, (short) (length / blockBytes));
    out.position(at + HEADER_BYTES);
    out.put(payload.limit(immediate).position(0));
    if (unsolicited > 0) {
      putDataOut(out, slot, NO_TAG, immediate, unsolicited);
    }
  }

  private void putDataOut(ByteBuffer out, int tag, int transferTag, int offset, int length) {
    int sn = 0;
    int done = 0;
    while (done < length) {
      int piece = Math.min(length - done, login.sendDataMax());
      int at = out.position();
      out.putLong(at, (0x05L << 56) | (done + piece == length ? (long) FINAL << 48 : 0) | piece);
      out.putLong(at + 8, (long) lun << 48);
      out.putInt(at + 16, tag);
      out.putInt(at + 20, transferTag);
      out.putInt(at + 24, 0);
      out.putInt(at + 28, expStatSn);
      out.putInt(at + 32, 0);
      out.putInt(at + 36, sn++);
      out.putInt(at + 40, offset + done);
      out.putInt(at + 44, 0);
      out.position(at + HEADER_BYTES);
      out.put(payload.limit(offset + done + piece).position(offset + done));
      done += piece;
    }
  }

  @Override
  public void take(ByteBuffer in, ByteBuffer out, Answered answered) throws IOException {
    while (true) {
      int skipped = (int) Math.min(toSkip, in.remaining());
      in.position(in.position() + skipped);
      toSkip -= skipped;
      if (toSkip > 0) {
        return;
      }
      if (answeredAfterSkip != NO_TAG) {
        int slot = answeredAfterSkip;
        answeredAfterSkip = NO_TAG;
        answered.onAnswered(slot);
      }
      if (in.remaining() < HEADER_BYTES) {
        return;
      }
      takePdu(in, out);
    }
  }

  private void takePdu(ByteBuffer in, ByteBuffer out) throws IOException {
    int at = in.position();
    int lengths = in.getInt(at + 4);
    toSkip = ((lengths & 0xFFFFFF) + 3 & ~3) + (lengths >>> 24) * 4L;
    int newest = in.getInt(at + 32);
    if (newest - maxCmdSn > 0) {
      maxCmdSn = newest;
    }
    int opcode = in.get(at) & 0x3F;
    switch (opcode) {
      case 0x25 -> {
        if ((in.get(at + 1) & 1) != 0) {
          end(in, at);
        }
      }
      case 0x21 -> end(in, at);
      case 0x31 ->
          putDataOut(
              out, in.getInt(at + 16), in.getInt(at + 20), in.getInt(at + 40), in.getInt(at + 44));
      case 0x20 -> putPong(in, at, out);
      default -> throw new IOException("The target sent a PDU of opcode " + opcode + ".");
    }
    in.position(at + HEADER_BYTES);
  }

  private void end(ByteBuffer in, int at) throws IOException {
    expStatSn = in.getInt(at + 24) + 1;
    if (in.get(at + 3) != 0) {
      throw new IOException("A command ended with status " + in.get(at + 3) + ".");
    }
    answeredAfterSkip = in.getInt(at + 16);
  }

  private void putPong(ByteBuffer in, int at, ByteBuffer out) {
    if (in.getInt(at + 20) == NO_TAG) {
      return;
    }
    int to = out.position();
    out.putLong(to, (0x40L << 56) | ((long) FINAL << 48));
    out.putLong(to + 8, in.getLong(at + 8));
    out.putInt(to + 16, NO_TAG);
    out.putInt(to + 20, in.getInt(at + 20));
    out.putInt(to + 24, cmdSn);
    out.putInt(to + 28, expStatSn);
    out.putLong(to + 32, 0);
    out.putLong(to + 40, 0);
    out.position(to + HEADER_BYTES);
  }

  @Override
  public void close(SocketChannel channel) throws IOException {
    ByteBuffer pdu = ByteBuffer.allocate(HEADER_BYTES);
    pdu.put(0, (byte) 0x46).put(1, (byte) FINAL);
    pdu.putInt(16, 0x7FFF).putInt(24, cmdSn).putInt(28, expStatSn);
    IscsiLogin.write(channel, pdu);
    try {
      IscsiLogin.read(channel, HEADER_BYTES);
    } catch (EOFException closedAtOnce) {
      // A logout that is answered by the end of the stream is one too.
      expStatSn = 0;
    }
    channel.close();
  }
}
