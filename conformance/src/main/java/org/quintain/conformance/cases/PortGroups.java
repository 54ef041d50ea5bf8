// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/**
 * Target port groups as a case with two target ports uses them (SPC-5 5.18): nexus A by way of the
 * first, {@link #far()} by way of the second. Puts all states back at the end of the case.
 */
final class PortGroups {
  static final int OPTIMIZED = 0;
  static final int NON_OPTIMIZED = 1;
  static final int STANDBY = 2;
  static final int UNAVAILABLE = 3;

  private static final int ROOM = 4096;
  private static final int UNIT_ATTENTIONS_MAX = 32;

  private final TestBench bench;
  private final Nexus far;
  private final int nearGroup;
  private final int farGroup;

  /** One target port group descriptor. */
  record Group(
      int identifier, int state, boolean isPreferred, int supported, List<Integer> ports) {}

  /** Skips the case unless there are two ports in two groups whose states can be set. */
  PortGroups(TestBench bench) {
    this.bench = bench;
    bench.requireCommand("REPORT TARGET PORT GROUPS", 0xA3, 0x0A);
    bench.requireCommand("SET TARGET PORT GROUPS", 0xA4, 0x0A);
    this.far = bench.between(0, 1);
    this.nearGroup = groupOf(bench.a());
    this.farGroup = groupOf(far);
    bench.require(nearGroup != farGroup, "Both target ports are in one target port group.");
    int near = state(nearGroup);
    int state = state(farGroup);
    bench.require(near <= NON_OPTIMIZED && state <= NON_OPTIMIZED, "A port is not active.");
    bench.atEnd(
        () -> {
          set(bench.a(), nearGroup, near);
          set(bench.a(), farGroup, state);
          bench.a().clearUnitAttentions();
        });
  }

  /** The nexus by way of the second target port. */
  Nexus far() {
    return far;
  }

  int nearGroup() {
    return nearGroup;
  }

  int farGroup() {
    return farGroup;
  }

  static Cdb reportCdb(int lengthBytes) {
    return Cdb.blank("REPORT TARGET PORT GROUPS", 0xA3, 12).with(1, 0x0A).field(6, 4, lengthBytes);
  }

  static byte[] report(Nexus nexus) {
    return nexus.call(reportCdb(ROOM)).in(ROOM).go().good(4).data();
  }

  static List<Group> groups(Nexus nexus) {
    byte[] report = report(nexus);
    List<Group> groups = new ArrayList<>();
    for (int at = 4; at + 8 <= report.length; at += 8 + 4 * Bytes.u8(report, at + 7)) {
      List<Integer> ports = new ArrayList<>();
      for (int port = 0; port < Bytes.u8(report, at + 7); port++) {
        ports.add(Bytes.u16(report, at + 10 + 4 * port));
      }
      groups.add(
          new Group(
              Bytes.u16(report, at + 2),
              report[at] & 0x0F,
              (report[at] & 0x80) != 0,
              Bytes.u8(report, at + 1),
              ports));
    }
    return groups;
  }

  Group group(int identifier) {
    for (Group group : groups(bench.a())) {
      if (group.identifier == identifier) {
        return group;
      }
    }
    throw CaseEnd.fail("REPORT TARGET PORT GROUPS leaves out group " + identifier + ".");
  }

  int state(int identifier) {
    return group(identifier).state;
  }

  /** The two bytes that end the designator of {@code type} in page 83h, -1 without one. */
  static int designator(Nexus nexus, int type) {
    byte[] page = nexus.call(Cdb.vpd(0x83, 2048)).in(2048).go().good(4).data();
    for (int at = 4; at + 8 <= page.length; at += 4 + Bytes.u8(page, at + 3)) {
      if ((Bytes.u8(page, at + 1) & 0x3F) == (0x10 | type)) {
        return Bytes.u16(page, at + 6);
      }
    }
    return -1;
  }

  private static int groupOf(Nexus nexus) {
    int group = designator(nexus, 5);
    if (group < 0) {
      throw CaseEnd.skip("Page 83h has no target port group designator.");
    }
    return group;
  }

  /** SET TARGET PORT GROUPS with one descriptor. */
  Answer set(Nexus nexus, int group, int state) {
    byte[] list = new byte[8];
    list[4] = (byte) state;
    Bytes.put(list, 6, 2, group);
    return set(nexus, list);
  }

  static Answer set(Nexus nexus, byte[] list) {
    Cdb cdb = Cdb.blank("SET TARGET PORT GROUPS", 0xA4, 12).with(1, 0x0A);
    return nexus.call(cdb.field(6, 4, list.length)).out(list).go();
  }

  /** Moves a group to {@code state} and lets every nexus hear of it; a target may not let it. */
  void move(int group, int state) {
    bench.require(
        (group(group).supported >> state & 1) != 0, "The state " + state + " is not supported.");
    set(bench.a(), group, state).good();
    // IMPLICIT TRANSITION TIME is at most 255 seconds; what takes that long is told by state Fh.
    bench.await(() -> state(group) != 0xF);
    bench.check(state(group) == state, "The group is in state " + state(group) + " after GOOD.");
    bench.a().clearUnitAttentions();
    hear(far);
  }

  /** Takes the unit attentions of a nexus whose port need not be active. */
  static void hear(Nexus nexus) {
    for (int turn = 0; turn < UNIT_ATTENTIONS_MAX; turn++) {
      Answer answer = nexus.call(Cdb.testUnitReady()).go();
      if (answer.sense() == null || answer.sense().key() != 6) {
        return;
      }
    }
    throw CaseEnd.fail("Unit attentions do not end.");
  }
}
