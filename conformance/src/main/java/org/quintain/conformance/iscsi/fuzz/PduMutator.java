// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.util.Random;
import org.quintain.conformance.scsi.Bytes;

/** Does one {@link FuzzMutation} to a PDU and sends what comes of it. */
final class PduMutator {
  private static final int COLD_OR_WARM_RESET = 6;
  private static final int LUN_RESET = 5;
  private static final long[] EDGES = {
    0,
    1,
    2,
    3,
    511,
    512,
    513,
    4095,
    8192,
    65535,
    0x00FF_FFFFL,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_FFFEL,
    0xFFFF_FFFFL
  };

  private final FuzzScene scene;
  private final FuzzConnection connection;
  private final Random random;
  private final PduMaker maker;

  PduMutator(FuzzScene scene, PduMaker maker) {
    this.scene = scene;
    this.connection = scene.main();
    this.random = scene.random();
    this.maker = maker;
  }

  /** Sends {@code pdu} mutated. */
  void send(FuzzPdu pdu, FuzzMutation mutation) {
    change(pdu, mutation);
    spare(pdu);
    note(pdu);
    switch (mutation) {
      case CUT_SHORT -> {
        byte[] bytes = connection.encode(pdu);
        scene.session().onFramingLost();
        connection.sendBytes(java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        connection.close();
      }
      case CRUMBS -> {
        for (byte each : connection.encode(pdu)) {
          connection.sendBytes(new byte[] {each});
        }
      }
      case TWICE -> {
        connection.send(pdu);
        connection.send(pdu);
      }
      case COALESCED -> coalesced(pdu);
      case NOISE -> {
        scene.session().onFramingLost();
        connection.sendBytes(noise());
      }
      default -> connection.send(pdu);
    }
  }

  private void coalesced(FuzzPdu pdu) {
    FuzzKind[] kinds = FuzzKind.values();
    FuzzPdu before = maker.make(kinds[random.nextInt(kinds.length)]);
    FuzzPdu after = maker.make(kinds[random.nextInt(kinds.length)]);
    byte[][] parts = new byte[3][];
    FuzzPdu[] all = {before, pdu, after};
    int length = 0;
    for (int index = 0; index < all.length; index++) {
      spare(all[index]);
      note(all[index]);
      parts[index] = connection.encode(all[index]);
      length += parts[index].length;
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    connection.sendBytes(joined);
  }

  /** Bytes of which none begins a task management function, wherever a PDU may begin. */
  private byte[] noise() {
    byte[] noise = new byte[1 + random.nextInt(3000)];
    random.nextBytes(noise);
    for (int at = 0; at < noise.length; at++) {
      if ((noise[at] & 0x3F) == FuzzKind.TASK_MANAGEMENT.opcode()) {
        noise[at] ^= 1;
      }
    }
    return noise;
  }

  /** Resets of the whole target would end sessions that nobody fuzzes. */
  private static void spare(FuzzPdu pdu) {
    int function = pdu.u8(1) & 0x7F;
    if (pdu.opcode() == FuzzKind.TASK_MANAGEMENT.opcode()
        && (function == COLD_OR_WARM_RESET || function == COLD_OR_WARM_RESET + 1)) {
      pdu.set(1, 1, CommandSteps.FINAL | LUN_RESET);
    }
  }

  private void note(FuzzPdu pdu) {
    if (pdu.opcode() == FuzzKind.LOGOUT.opcode()) {
      scene.onLogoutSent();
    }
    if (!pdu.keepsFraming()) {
      scene.session().onFramingLost();
    }
  }

  private void change(FuzzPdu pdu, FuzzMutation mutation) {
    switch (mutation) {
      case NONE, CUT_SHORT, CRUMBS, TWICE, COALESCED, NOISE -> {}
      case RESERVED_BITS -> {
        int at = 1 + random.nextInt(3);
        pdu.set(at, 1, pdu.u8(at) ^ 1 << random.nextInt(8));
      }
      case FLAGS -> pdu.flags(random.nextInt(256));
      case IMMEDIATE_BIT -> pdu.set(0, 1, pdu.u8(0) ^ 0x40);
      case LUN -> pdu.set(8, 4, random.nextInt() & 0xFFFF_FFFFL).set(12, 4, word());
      case TASK_TAG -> pdu.tag(random.nextBoolean() ? scene.commandTag() : word());
      case WORD_20 -> pdu.set(20, 4, word());
      case CMD_SN -> pdu.set(24, 4, near(scene.session().cmdSn()));
      case EXP_STAT_SN -> pdu.set(28, 4, near(connection.judge().nextStatSn()));
      case WORDS_32 -> pdu.set(32 + 4 * random.nextInt(4), 4, word());
      case CDB -> {
        for (int count = 1 + random.nextInt(6); count > 0; count--) {
          pdu.set(33 + random.nextInt(15), 1, random.nextInt(256));
        }
      }
      case DATA_ADDED -> pdu.data(maker.bytes(2000));
      case DATA_DROPPED -> pdu.data(new byte[0]);
      case ANNOUNCED_LONGER -> pdu.announceBytes(pdu.data().length + 1 + random.nextInt(400));
      case ANNOUNCED_SHORTER -> pdu.announceBytes(random.nextInt(pdu.data().length + 1));
      case ANNOUNCED_HUGE -> pdu.announceBytes(0xFF_FFFF - random.nextInt(1 << random.nextInt(22)));
      case ADDITIONAL_ANNOUNCED -> pdu.announceWords(1 + random.nextInt(255));
      case ADDITIONAL_NOISE -> pdu.additional(words());
      case ADDITIONAL_CDB -> pdu.additional(extendedCdb());
      case SEGMENT_TOO_LONG -> pdu.data(new byte[262_145 + random.nextInt(9000)]);
      case WRONG_HEADER_DIGEST -> pdu.withWrongHeaderDigest();
      case WRONG_DATA_DIGEST -> {
        pdu.withWrongDataDigest();
        if (pdu.data().length == 0) {
          pdu.data(new byte[4]);
        }
      }
      case BIT_FLIPS -> flip(pdu);
      case HEADER_NOISE -> {
        for (int at = 1; at < FuzzPdu.HEADER_BYTES; at++) {
          pdu.set(at, 1, random.nextInt(256));
        }
      }
      case ALL_ZERO, ALL_ONES ->
          java.util.Arrays.fill(pdu.header(), (byte) (mutation == FuzzMutation.ALL_ONES ? -1 : 0));
      case TEXT -> new TextMutator(scene).change(pdu);
    }
  }

  /** A word that is an edge, near one, or anything. */
  private long word() {
    return switch (random.nextInt(3)) {
      case 0 -> EDGES[random.nextInt(EDGES.length)];
      case 1 -> EDGES[random.nextInt(EDGES.length)] + random.nextInt(9) - 4 & 0xFFFF_FFFFL;
      default -> random.nextInt() & 0xFFFF_FFFFL;
    };
  }

  /** A number about {@code number}, at the edge of the window, or half the numbers away. */
  private long near(long number) {
    long away =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(7) - 3;
          case 1 -> random.nextInt(300);
          case 2 -> 0x8000_0000L + random.nextInt(3) - 1;
          default -> connection.judge().maxCmdSn() - number + random.nextInt(3) - 1;
        };
    return number + away & 0xFFFF_FFFFL;
  }

  private byte[] words() {
    byte[] words = new byte[4 * (1 + random.nextInt(random.nextInt(8) == 0 ? 255 : 8))];
    random.nextBytes(words);
    if (random.nextBoolean()) {
      words[2] = (byte) (1 + random.nextInt(2));
    }
    return words;
  }

  /** RFC 7143 11.2.2.3: AHSLength, AHSType 1, a reserved byte, and the CDB from byte 16 on. */
  private byte[] extendedCdb() {
    int more = random.nextInt(300);
    byte[] segment = new byte[Math.min(4 + more + 3 & ~3, 4 * 255)];
    int length = random.nextInt(4) == 0 ? random.nextInt(1 << 16) : more + 1;
    Bytes.put(segment, 0, 2, length);
    segment[2] = (byte) (random.nextInt(8) == 0 ? 2 : 1);
    return segment;
  }

  private void flip(FuzzPdu pdu) {
    for (int count = 1 + random.nextInt(8); count > 0; count--) {
      int at = random.nextInt(FuzzPdu.HEADER_BYTES);
      boolean isLength = at >= 4 && at <= 7;
      if (isLength) {
        int announced = pdu.data().length ^ 1 << random.nextInt(24);
        pdu.announceBytes(announced);
      } else {
        pdu.set(at, 1, pdu.u8(at) ^ 1 << random.nextInt(8));
      }
    }
  }
}
