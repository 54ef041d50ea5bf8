// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.ArrayList;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.Blocks;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.Nexus;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.cases.PortGroups.Group;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;

/** ALUA, second part: one logical unit behind two target ports. */
public final class MultiplePortCases {
  private static final String REPORT = "SPC-5 6.35 REPORT TARGET PORT GROUPS";
  private static final String SET = "SPC-5 6.45 SET TARGET PORT GROUPS";
  private static final String DESIGNATORS = "SPC-5 7.7.6 Device Identification VPD page";
  private static final String MODEL = "SPC-5 5.18.2 Asymmetric logical unit access";

  private static final List<ConformanceCase> TABLE =
      List.of(
          ports("ALUA-04", REPORT, "Both ports report the same groups", MultiplePortCases::same),
          ports(
              "ALUA-05/ports",
              DESIGNATORS,
              "Each port of page 83h is in one group of the report, that of its designator",
              MultiplePortCases::designators),
          ports(
              "ALUA-07",
              SET,
              "A group changes its state: reported at once, 6/2A/06 for all other nexuses",
              MultiplePortCases::changes),
          ports(
              "ALUA-09",
              SET,
              "A state that is not supported or that nobody may ask for: 5/26/00, nothing changed",
              MultiplePortCases::unsupported),
          ports(
              "ALUA-15",
              REPORT,
              "PREF and the list of ports stay as they are when states change",
              MultiplePortCases::preference),
          ports(
              "ALUA-20",
              MODEL,
              "What is written through one port is read through the other, at once",
              MultiplePortCases::coherent),
          ports(
              "ALUA-21",
              MODEL,
              "Registrations and reservations outlive changes of access state",
              MultiplePortCases::reservationStays),
          ports(
              "ALUA-22",
              DESIGNATORS,
              "The logical unit has the same designators through both ports",
              MultiplePortCases::sameUnit),
          ports(
              "ALUA-35",
              MODEL,
              "TEST UNIT READY: 2/04/0B in standby, 2/04/0C in unavailable, the other port ready",
              MultiplePortCases::testUnitReady));

  private MultiplePortCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static ConformanceCase ports(
      String id, String clause, String title, ConformanceCase.Body body) {
    return shall(id, clause, title, body).needs(Need.SECOND_PORT).destroysData();
  }

  private static void same(TestBench bench) {
    PortGroups groups = new PortGroups(bench);
    byte[] near = PortGroups.report(bench.a());
    byte[] far = PortGroups.report(groups.far());
    bench.check(java.util.Arrays.equals(near, far), "The reports through two ports differ.");
    groups.move(groups.farGroup(), PortGroups.UNAVAILABLE);
    near = PortGroups.report(bench.a());
    far = PortGroups.report(groups.far());
    bench.check(java.util.Arrays.equals(near, far), "The reports differ once one is unavailable.");
  }

  private static void designators(TestBench bench) {
    PortGroups groups = new PortGroups(bench);
    for (Nexus nexus : List.of(bench.a(), groups.far())) {
      int port = PortGroups.designator(nexus, 4);
      int found = 0;
      for (Group group : PortGroups.groups(bench.a())) {
        if (group.ports().contains(port)) {
          found++;
          bench.check(
              group.identifier() == PortGroups.designator(nexus, 5),
              "Port " + port + " is in a group that is not page 83h's.");
        }
      }
      bench.check(found == 1, "Port " + port + " is in " + found + " groups.");
    }
  }

  private static void changes(TestBench bench) {
    PortGroups groups = new PortGroups(bench);
    int before = groups.state(groups.farGroup());
    int after = before == PortGroups.OPTIMIZED ? PortGroups.NON_OPTIMIZED : PortGroups.OPTIMIZED;
    groups.set(bench.a(), groups.farGroup(), after).good();
    bench.await(() -> groups.state(groups.farGroup()) != 0xF);
    bench.check(groups.state(groups.farGroup()) == after, "The state is not what was set.");
    bench.check(groups.state(groups.nearGroup()) <= 1, "Another group changed its state.");
    bench.call(Cdb.testUnitReady()).go().good();
    Registrants.expectAttention(groups.far(), 0x2A06);
    groups.set(groups.far(), groups.farGroup(), after).good();
    bench.call(Cdb.testUnitReady()).go().good();
  }

  private static void unsupported(TestBench bench) {
    PortGroups groups = new PortGroups(bench);
    Group far = groups.group(groups.farGroup());
    for (int state = 0; state < 16; state++) {
      boolean isNobodys = state > PortGroups.UNAVAILABLE;
      boolean isUnsupported = !isNobodys && (far.supported() >> state & 1) == 0;
      if (isNobodys || isUnsupported) {
        groups.set(bench.a(), groups.farGroup(), state).check(5, 0x2600);
        bench.check(groups.state(groups.farGroup()) == far.state(), "The state has changed.");
      }
    }
    byte[] list = new byte[12];
    list[4] = PortGroups.STANDBY;
    Bytes.put(list, 6, 2, groups.farGroup());
    list[8] = 0x0D;
    Bytes.put(list, 10, 2, groups.nearGroup());
    PortGroups.set(bench.a(), list).check(5, 0x2600);
    bench.check(
        groups.state(groups.farGroup()) == far.state(), "One of two descriptors was obeyed.");
  }

  private static void preference(TestBench bench) {
    PortGroups groups = new PortGroups(bench);
    Group before = groups.group(groups.farGroup());
    groups.move(groups.farGroup(), PortGroups.STANDBY);
    Group after = groups.group(groups.farGroup());
    bench.check(before.isPreferred() == after.isPreferred(), "PREF follows the access state.");
    bench.check(before.ports().equals(after.ports()), "The ports follow the access state.");
    bench.check(before.supported() == after.supported(), "The supported states change.");
  }

  private static void coherent(TestBench bench) {
    PortGroups groups = new PortGroups(bench);
    Blocks near = bench.blocks();
    Blocks far = bench.blocks(groups.far());
    long at = near.middle();
    for (int round = 0; round < 8; round++) {
      byte[] data = near.pattern(at, 4, 780 + round);
      (round % 2 == 0 ? near : far).write(at, data);
      (round % 2 == 0 ? far : near).expect(at, data, "what the other port wrote");
    }
  }

  private static void reservationStays(TestBench bench) {
    PortGroups groups = new PortGroups(bench);
    Registrants pr = new Registrants(bench);
    Nexus stranger = bench.between(1, 0);
    pr.register(bench.a(), Registrants.KEY_A);
    pr.register(groups.far(), Registrants.KEY_B);
    pr.reserve(groups.far(), Registrants.KEY_B, 5);
    groups.move(groups.farGroup(), PortGroups.STANDBY);
    stranger.clearUnitAttentions();
    pr.expectKeys(Registrants.KEY_A, Registrants.KEY_B);
    pr.expectReservation(5, Registrants.KEY_B);
    Registrants.conflict(Registrants.write(stranger));
    // A registrant passes the reservation, and only then is the port in its way.
    Registrants.write(groups.far()).check(2, 0x040B);
  }

  /** The designators of the logical unit itself in page 83h. */
  private static List<String> ofUnit(Nexus nexus) {
    byte[] page = nexus.call(Cdb.vpd(0x83, 2048)).in(2048).go().good(4).data();
    List<String> all = new ArrayList<>();
    for (int at = 4; at + 4 <= page.length; at += 4 + Bytes.u8(page, at + 3)) {
      if ((Bytes.u8(page, at + 1) & 0x30) == 0) {
        all.add(Bytes.hex(page, at, Math.min(4 + Bytes.u8(page, at + 3), page.length - at)));
      }
    }
    return all;
  }

  private static void sameUnit(TestBench bench) {
    PortGroups groups = new PortGroups(bench);
    List<String> near = ofUnit(bench.a());
    bench.check(!near.isEmpty(), "Page 83h has no designator of the logical unit.");
    bench.check(near.equals(ofUnit(groups.far())), "Two ports name two logical units.");
    byte[] serial = bench.call(Cdb.vpd(0x80, 255)).in(255).go().good(4).data();
    Answer other = groups.far().call(Cdb.vpd(0x80, 255)).in(255).go().good(4);
    other.that(java.util.Arrays.equals(serial, other.data()), "one unit serial number");
  }

  private static void testUnitReady(TestBench bench) {
    PortGroups groups = new PortGroups(bench);
    groups.move(groups.farGroup(), PortGroups.STANDBY);
    groups.far().call(Cdb.testUnitReady()).go().check(2, 0x040B);
    bench.call(Cdb.testUnitReady()).go().good();
    groups.move(groups.farGroup(), PortGroups.UNAVAILABLE);
    groups.far().call(Cdb.testUnitReady()).go().check(2, 0x040C);
    bench.call(Cdb.testUnitReady()).go().good();
  }
}
