// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The login of a lean session (RFC 7143 6): no authentication, no digests, large segments. */
final class IscsiLogin {
  private static final int HEADER_BYTES = 48;
  private static final int ROUNDS_MAX = 8;
  private static final int FULL_FEATURE = 3;
  private static final String KEYS =
      "InitiatorName=iqn.2026-11.org.quintain:yardstick\0SessionType=Normal\0"
          + "HeaderDigest=None\0DataDigest=None\0InitialR2T=No\0ImmediateData=Yes\0"
          + "MaxRecvDataSegmentLength=262144\0MaxBurstLength=262144\0FirstBurstLength=262144\0"
          + "DefaultTime2Wait=2\0DefaultTime2Retain=0\0MaxOutstandingR2T=1\0MaxConnections=1\0"
          + "DataPDUInOrder=Yes\0DataSequenceInOrder=Yes\0ErrorRecoveryLevel=0\0TargetName=";

  private int sendDataMax = 8192;
  private int firstBurst = 65536;
  private boolean isImmediateData = true;
  private boolean isInitialR2t = true;
  private int maxCmdSn;
  private int expStatSn;

  /** Logs in as the client's session {@code number}; {@code channel} blocks. */
  void run(SocketChannel channel, String target, int number) throws IOException {
    byte[] keys = (KEYS + target + "\0").getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < ROUNDS_MAX; round++) {
      int length = round == 0 ? keys.length : 0;
      ByteBuffer pdu = ByteBuffer.allocate(HEADER_BYTES + ((length + 3) & ~3));
      pdu.put(0, (byte) 0x43).put(1, (byte) (0x80 | 1 << 2 | FULL_FEATURE));
      pdu.putInt(4, length);
      // An ISID of the random kind (RFC 7143 11.12.5).
      pdu.putLong(
          8,
          (0x80L << 56)
              | (ProcessHandle.current().pid() & 0xFFFFFF) << 32
              | (long) (number & 0xFFFF) << 16);
      pdu.putInt(24, 1).putInt(28, expStatSn);
      pdu.put(HEADER_BYTES, keys, 0, length);
      write(channel, pdu);
      ByteBuffer answer = read(channel, HEADER_BYTES);
      int dataBytes = answer.getInt(4) & 0xFFFFFF;
      ByteBuffer data = read(channel, (dataBytes + 3) & ~3);
      if ((answer.get(0) & 0x3F) != 0x23 || answer.get(36) != 0) {
        throw new IOException(
            "The login was refused: " + answer.get(36) + "/" + answer.get(37) + ".");
      }
      readKeys(StandardCharsets.UTF_8.decode(data.limit(dataBytes).position(0)).toString());
      expStatSn = answer.getInt(24) + 1;
      maxCmdSn = answer.getInt(32);
      if ((answer.get(1) & 0x83) == (0x80 | FULL_FEATURE)) {
        return;
      }
    }
    throw new IOException("The login does not end.");
  }

  private void readKeys(String text) {
    for (String pair : text.split("\0", -1)) {
      int at = pair.indexOf('=');
      String value = at < 0 ? "" : pair.substring(at + 1);
      switch (at < 0 ? "" : pair.substring(0, at)) {
        case "MaxRecvDataSegmentLength" -> sendDataMax = Integer.decode(value);
        case "FirstBurstLength" -> firstBurst = Integer.decode(value);
        case "ImmediateData" -> isImmediateData = value.equals("Yes");
        case "InitialR2T" -> isInitialR2t = value.equals("Yes");
        default -> {}
      }
    }
  }

  int sendDataMax() {
    return sendDataMax;
  }

  int firstBurst() {
    return firstBurst;
  }

  boolean isImmediateData() {
    return isImmediateData;
  }

  boolean isInitialR2t() {
    return isInitialR2t;
  }

  int maxCmdSn() {
    return maxCmdSn;
  }

  int expStatSn() {
    return expStatSn;
  }

  /** Writes all of {@code bytes} from its beginning. */
  static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    bytes.clear();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Reads exactly {@code lengthBytes}. */
  static ByteBuffer read(SocketChannel channel, int lengthBytes) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(lengthBytes);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("The target ended the stream.");
      }
    }
    return bytes;
  }
}
