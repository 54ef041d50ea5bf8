// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/**
 * Persistent reservations as a case uses them: CDBs, parameter lists and answers in the suite's own
 * reading (SPC-5 6.15, 6.16). A case begins and ends with nothing registered and nothing reserved.
 */
final class Registrants {
  static final int CONFLICT = 0x18;

  static final int REGISTER = 0;
  static final int RESERVE = 1;
  static final int RELEASE = 2;
  static final int CLEAR = 3;
  static final int PREEMPT = 4;
  static final int PREEMPT_AND_ABORT = 5;
  static final int IGNORE = 6;
  static final int MOVE = 7;

  static final int APTPL = 0x01;
  static final int ALL_TG_PT = 0x04;
  static final int SPEC_I_PT = 0x08;

  static final long KEY_A = 0xA1A1_0000_0000_00A1L;
  static final long KEY_B = 0xB1B1_0000_0000_00B1L;
  static final long KEY_C = 0xC1C1_0000_0000_00C1L;

  static final int[] TYPES = {1, 3, 5, 6, 7, 8};

  private static final long SCRUB_KEY = 0x5C5C_5C5C_5C5C_5C5CL;
  private static final int ROOM = 8192;

  private final TestBench bench;
  private final Nexus a;

  /** Makes {@code bench} ready: the commands are there, nobody is registered. */
  Registrants(TestBench bench) {
    this.bench = bench;
    this.a = bench.a();
    bench.requireCommand("PERSISTENT RESERVE OUT", 0x5F, REGISTER);
    bench.requireCommand("PERSISTENT RESERVE IN", 0x5E, 0);
    scrub();
    bench.atEnd(this::scrubAtEnd);
  }

  /** Takes away all that is registered. */
  void scrub() {
    out(a, IGNORE, 0, list(0, SCRUB_KEY, 0)).good();
    out(a, CLEAR, 0, list(SCRUB_KEY, 0, 0)).good();
  }

  private void scrubAtEnd() {
    try {
      a.clearUnitAttentions();
      scrub();
    } catch (CaseEnd gone) {
      // The case has its verdict already; the next one scrubs again.
      bench.journal().add("  scrubbing failed: " + gone.reason());
    }
  }

  static Cdb outCdb(int action, int scopeAndType, int lengthBytes) {
    return Cdb.blank("PERSISTENT RESERVE OUT", 0x5F, 10)
        .with(1, action)
        .with(2, scopeAndType)
        .field(5, 4, lengthBytes);
  }

  static Cdb inCdb(int action, int allocationLength) {
    return Cdb.blank("PERSISTENT RESERVE IN", 0x5E, 10)
        .with(1, action)
        .field(7, 2, allocationLength);
  }

  static byte[] list(long key, long actionKey, int flags) {
    byte[] list = new byte[24];
    Bytes.put(list, 0, 8, key);
    Bytes.put(list, 8, 8, actionKey);
    list[20] = (byte) flags;
    return list;
  }

  /** A REGISTER list that names further ports. */
  static byte[] listWith(long actionKey, byte[]... transportIds) {
    int total = Arrays.stream(transportIds).mapToInt(id -> id.length).sum();
    byte[] list = Arrays.copyOf(list(0, actionKey, SPEC_I_PT), 28 + total);
    Bytes.put(list, 24, 4, total);
    int at = 28;
    for (byte[] id : transportIds) {
      System.arraycopy(id, 0, list, at, id.length);
      at += id.length;
    }
    return list;
  }

  static byte[] moveList(long key, long actionKey, int flags, int port, byte[] transportId) {
    byte[] list = new byte[24 + transportId.length];
    Bytes.put(list, 0, 8, key);
    Bytes.put(list, 8, 8, actionKey);
    list[17] = (byte) flags;
    Bytes.put(list, 18, 2, port);
    Bytes.put(list, 20, 4, transportId.length);
    System.arraycopy(transportId, 0, list, 24, transportId.length);
    return list;
  }

  Answer out(Nexus nexus, int action, int scopeAndType, byte[] list) {
    return nexus.call(outCdb(action, scopeAndType, list.length)).out(list).go();
  }

  Answer out(Nexus nexus, int action, int type, long key, long actionKey) {
    return out(nexus, action, type, list(key, actionKey, 0));
  }

  void register(Nexus nexus, long key) {
    out(nexus, REGISTER, 0, 0, key).good();
  }

  void reserve(Nexus nexus, long key, int type) {
    out(nexus, RESERVE, type, key, 0).good();
  }

  static Answer conflict(Answer answer) {
    return answer
        .that(answer.status() == CONFLICT, "RESERVATION CONFLICT")
        .that(answer.sense() == null, "no sense data with RESERVATION CONFLICT")
        .that(answer.dataLength() == 0, "no data with RESERVATION CONFLICT");
  }

  Answer in(Nexus nexus, int action) {
    return nexus.call(inCdb(action, ROOM)).in(ROOM).go().good(8);
  }

  long generation() {
    return Bytes.u32(in(a, 0).data(), 0);
  }

  /** The registered keys, in the order in which they are told. */
  List<Long> keys() {
    byte[] data = in(a, 0).data();
    List<Long> keys = new ArrayList<>();
    for (int at = 8; at + 8 <= 8 + Bytes.u32(data, 4); at += 8) {
      keys.add(Bytes.u64(data, at));
    }
    return keys;
  }

  /** Asks that exactly {@code wanted} are registered, in any order. */
  void expectKeys(Long... wanted) {
    List<Long> came = keys();
    List<Long> left = new ArrayList<>(came);
    boolean isEach = true;
    for (Long key : wanted) {
      isEach &= left.remove(key);
    }
    bench.check(
        isEach && left.isEmpty(),
        "READ KEYS: expected " + hex(Arrays.asList(wanted)) + "; came " + hex(came) + ".");
  }

  private static List<String> hex(List<Long> keys) {
    return keys.stream().map(Long::toHexString).toList();
  }

  /** Asks for a reservation of {@code type} with {@code key}; type 0 for none. */
  void expectReservation(int type, long key) {
    Answer answer = in(a, 1);
    byte[] data = answer.data();
    if (type == 0) {
      answer.that(Bytes.u32(data, 4) == 0, "no reservation");
    } else {
      answer.good(24);
      answer.that(Bytes.u32(data, 4) == 16, "one reservation, ADDITIONAL LENGTH 16");
      answer.that(answer.at(21) == type, "SCOPE and TYPE " + Bytes.h(type));
      answer.that(Bytes.u64(data, 8) == key, "RESERVATION KEY " + Long.toHexString(key));
    }
  }

  /** One full status descriptor. */
  record Full(long key, boolean isHolder, int scopeAndType, int flags, int port, byte[] id) {}

  /** READ FULL STATUS, each descriptor checked for its form. */
  List<Full> fullStatus() {
    Answer answer = in(a, 3);
    byte[] data = answer.data();
    answer.that(data.length == 8 + Bytes.u32(data, 4), "as many bytes as ADDITIONAL LENGTH says");
    List<Full> all = new ArrayList<>();
    int at = 8;
    while (at < data.length) {
      answer.good(at + 24);
      int length = (int) Bytes.u32(data, at + 20);
      answer.good(at + 24 + length);
      answer.that(
          length >= 24 && length % 4 == 0, "a TransportID of 24 or more bytes, 4 at a time");
      int flags = Bytes.u8(data, at + 12);
      all.add(
          new Full(
              Bytes.u64(data, at),
              (flags & 1) != 0,
              Bytes.u8(data, at + 13),
              flags,
              Bytes.u16(data, at + 18),
              Arrays.copyOfRange(data, at + 24, at + 24 + length)));
      at += 24 + length;
    }
    return all;
  }

  /** The full status descriptor of {@code key}; a case fails where there is not just one. */
  Full full(long key) {
    Full found = null;
    for (Full one : fullStatus()) {
      if (one.key == key) {
        bench.check(found == null, "READ FULL STATUS tells one nexus twice.");
        found = one;
      }
    }
    if (found == null) {
      throw CaseEnd.fail("READ FULL STATUS leaves out key " + Long.toHexString(key) + ".");
    }
    return found;
  }

  /** The TransportID of a port that is like that of {@code id}, and is not there. */
  static byte[] strangerTo(byte[] id, int number) {
    byte[] other = id.clone();
    if ((id[0] & 0x0F) != 5) {
      int last = (id[0] & 0x0F) == 6 ? 11 : 15;
      other[last] ^= (byte) (0x10 + number);
      return other;
    }
    String name = "iqn.2026-11.org.quintain:stranger" + number + ",i,0x800000000077";
    byte[] stranger = new byte[4 + (name.length() + 4 & ~3)];
    stranger[0] = 0x45;
    Bytes.put(stranger, 2, 2, stranger.length - 4);
    for (int index = 0; index < name.length(); index++) {
      stranger[4 + index] = (byte) name.charAt(index);
    }
    return stranger;
  }

  /** Asks that the next command of {@code nexus} reports {@code code} as unit attention, once. */
  static void expectAttention(Nexus nexus, int code) {
    nexus.call(Cdb.testUnitReady()).go().check(6, code);
    nexus.call(Cdb.testUnitReady()).go().good();
  }

  /** Asks that {@code nexus} has no unit attention. */
  static void expectQuiet(Nexus nexus) {
    nexus.call(Cdb.testUnitReady()).go().good();
  }

  /** A write of no blocks, which a reservation stops all the same. */
  static Answer write(Nexus nexus) {
    return nexus.call(Cdb.write10(0, 0)).go();
  }

  static void add(
      List<ConformanceCase> all,
      String id,
      String clause,
      String title,
      BiConsumer<TestBench, Registrants> body) {
    all.add(
        ConformanceCase.shall(
                id, clause, title, bench -> body.accept(bench, new Registrants(bench)))
            .destroysData());
  }

  static void two(
      List<ConformanceCase> all,
      String id,
      String clause,
      String title,
      BiConsumer<TestBench, Registrants> body) {
    all.add(
        ConformanceCase.shall(
                id,
                clause,
                title,
                bench -> {
                  bench.b();
                  Registrants pr = new Registrants(bench);
                  bench.b().clearUnitAttentions();
                  body.accept(bench, pr);
                })
            .needs(Need.SECOND_NEXUS)
            .destroysData());
  }
}
