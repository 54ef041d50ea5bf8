// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.spc.reservation.ReservedDisk.ALL_TG_PT;
import static org.quintain.spc.reservation.ReservedDisk.CONFLICT;
import static org.quintain.spc.reservation.ReservedDisk.NAME;
import static org.quintain.spc.reservation.ReservedDisk.REGISTER;
import static org.quintain.spc.reservation.ReservedDisk.REGISTER_AND_IGNORE;
import static org.quintain.spc.reservation.ReservedDisk.RESERVE;
import static org.quintain.spc.reservation.ReservedDisk.attention;
import static org.quintain.spc.reservation.ReservedDisk.check;
import static org.quintain.spc.reservation.ReservedDisk.generation;
import static org.quintain.spc.reservation.ReservedDisk.in;
import static org.quintain.spc.reservation.ReservedDisk.iscsiId;
import static org.quintain.spc.reservation.ReservedDisk.keys;
import static org.quintain.spc.reservation.ReservedDisk.list;
import static org.quintain.spc.reservation.ReservedDisk.listWith;
import static org.quintain.spc.reservation.ReservedDisk.out;
import static org.quintain.spc.reservation.ReservedDisk.outCdb;
import static org.quintain.spc.reservation.ReservedDisk.portId;
import static org.quintain.spc.reservation.ReservedDisk.register;
import static org.quintain.spc.reservation.ReservedDisk.reservation;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;

final class RegisterTest {
  private final ReservedDisk disk = new ReservedDisk();
  private final Client a = disk.client("a");
  private final Client b = disk.client("b");

  private static void refusedAt(Outcome outcome, int code, int field) {
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.sense().senseKeySpecific() & 0xC0FFFF)
        .isEqualTo((code == 0x052400 ? 0xC00000 : 0x800000) | field);
  }

  @Test
  void registersAnUnregisteredNexusWithReservationKeyZero() {
    register(a, 0xA1);
    assertThat(keys(a)).isEqualTo("a1");
    assertThat(generation(a)).isEqualTo(1);
  }

  @Test
  void refusesAnUnregisteredNexusThatShowsAKey() {
    assertThat(out(a, REGISTER, 0, 1, 0xA1).status()).isEqualTo(CONFLICT);
    assertThat(keys(a)).isEmpty();
  }

  @Test
  void doesNothingWhereNothingIsToBeUnregistered() {
    check(out(a, REGISTER, 0, 0, 0));
    check(out(a, REGISTER_AND_IGNORE, 0, 5, 0));
    assertThat(generation(a)).isZero();
  }

  @Test
  void changesAKeyThatIsShown() {
    register(a, 0xA1);
    assertThat(out(a, REGISTER, 0, 0xA2, 0xA3).status()).isEqualTo(CONFLICT);
    check(out(a, REGISTER, 0, 0xA1, 0xA3));
    check(out(a, REGISTER, 0, 0xA3, 0xA3));
    assertThat(keys(a)).isEqualTo("a3");
    assertThat(generation(a)).isEqualTo(3);
  }

  @Test
  void ignoresTheExistingKeyWhereAsked() {
    register(a, 0xA1);
    check(out(a, REGISTER_AND_IGNORE, 0, 0x77, 0xA2));
    check(out(b, REGISTER_AND_IGNORE, 0, 0x77, 0xA2));
    assertThat(keys(a)).isEqualTo("a2 a2");
    check(out(a, REGISTER_AND_IGNORE, 0, 0x77, 0));
    assertThat(keys(a)).isEqualTo("a2");
  }

  @Test
  void keepsTheReservationOfAHolderThatChangesItsKey() {
    register(a, 0xA1);
    check(out(a, RESERVE, 1, 0xA1, 0));
    check(out(a, REGISTER, 0, 0xA1, 0xA2));
    assertThat(reservation(b)).isEqualTo("a2 type 1");
  }

  @Test
  void releasesWithTheHolderAndTellsRegistrantsOfASharedType() {
    register(a, 0xA1);
    register(b, 0xB1);
    check(out(a, RESERVE, 5, 0xA1, 0));
    check(out(a, REGISTER, 0, 0xA1, 0));
    assertThat(reservation(a)).isEqualTo("none");
    assertThat(attention(b)).isEqualTo(0x062A04);
    assertThat(attention(a)).isZero();
  }

  @Test
  void releasesWithTheHolderAndTellsNobodyOfAnUnsharedType() {
    register(a, 0xA1);
    register(b, 0xB1);
    check(out(a, RESERVE, 3, 0xA1, 0));
    check(out(a, REGISTER_AND_IGNORE, 0, 0, 0));
    assertThat(reservation(a)).isEqualTo("none");
    assertThat(attention(b)).isZero();
  }

  @Test
  void keepsAnAllRegistrantsReservationUntilTheLastOneGoes() {
    register(a, 0xA1);
    register(b, 0xB1);
    check(out(a, RESERVE, 7, 0xA1, 0));
    assertThat(reservation(a)).isEqualTo("0 type 7");
    check(out(a, REGISTER, 0, 0xA1, 0));
    assertThat(reservation(a)).isEqualTo("0 type 7");
    check(out(b, REGISTER, 0, 0xB1, 0));
    assertThat(reservation(a)).isEqualTo("none");
  }

  @Test
  void registersOnAllTargetPorts() {
    check(out(a, REGISTER, 0, list(0, 0xA1, ALL_TG_PT)));
    assertThat(keys(a)).isEqualTo("a1 a1");
    Client byOther = disk.clientByOtherPort("a");
    check(out(byOther, RESERVE, 1, 0xA1, 0));
    assertThat(out(a, RESERVE, 1, 0xA1, 0).status()).isEqualTo(CONFLICT);
    check(out(a, REGISTER, 0, list(0xA1, 0, ALL_TG_PT)));
    assertThat(keys(a)).isEmpty();
    assertThat(reservation(a)).isEqualTo("none");
  }

  @Test
  void registersOnOneTargetPortAlone() {
    register(a, 0xA1);
    assertThat(out(disk.clientByOtherPort("a"), RESERVE, 1, 0xA1, 0).status()).isEqualTo(CONFLICT);
  }

  @Test
  void refusesAllTargetPortsWhereAnotherKeyIsRegisteredThroughOne() {
    register(disk.clientByOtherPort("a"), 0x77);
    assertThat(out(a, REGISTER, 0, list(0, 0xA1, ALL_TG_PT)).status()).isEqualTo(CONFLICT);
    assertThat(keys(a)).isEqualTo("77");
  }

  @Test
  void registersThePortsThatAreSpecified() {
    check(out(a, REGISTER, 0, listWith(0xA1, 0, portId("b"), portId("c"))));
    assertThat(keys(a)).isEqualTo("a1 a1 a1");
    check(out(b, RESERVE, 1, 0xA1, 0));
    check(out(disk.client("c"), REGISTER, 0, 0xA1, 0xC1));
  }

  @Test
  void registersEveryKnownPortOfAnInitiatorDevice() {
    check(out(a, REGISTER, 0, listWith(0xA1, 0, iscsiId(0x05, NAME + "b"))));
    check(out(b, RESERVE, 1, 0xA1, 0));
    refusedAt(
        out(disk.client("d"), REGISTER, 0, listWith(0xD1, 0, iscsiId(0x05, NAME + "nobody"))),
        0x052600,
        28);
  }

  @Test
  void registersNobodyWhereOneOfTheSpecifiedPortsCannotBe() {
    register(b, 0xB1);
    byte[] c = portId("c");
    refusedAt(out(a, REGISTER, 0, listWith(0xA1, 0, c, portId("b"))), 0x052600, 28 + c.length);
    refusedAt(out(a, REGISTER, 0, listWith(0xA1, 0, c, c)), 0x052600, 28 + c.length);
    refusedAt(out(a, REGISTER, 0, listWith(0xA1, 0, portId("a"))), 0x052600, 28);
    byte[] fibreChannel = new byte[24];
    refusedAt(out(a, REGISTER, 0, listWith(0xA1, 0, fibreChannel)), 0x052600, 28);
    byte[] broken = portId("c");
    broken[3] = 21;
    refusedAt(out(a, REGISTER, 0, listWith(0xA1, 0, broken)), 0x052600, 30);
    broken[3] = (byte) 200;
    assertThat(out(a, REGISTER, 0, listWith(0xA1, 0, broken)).code()).isEqualTo(0x051A00);
    byte[] unknownFormat = portId("c");
    unknownFormat[0] = (byte) 0x85;
    refusedAt(out(a, REGISTER, 0, listWith(0xA1, 0, unknownFormat)), 0x052600, 28);
    assertThat(keys(a)).isEqualTo("b1");
    assertThat(generation(a)).isEqualTo(1);
  }

  @Test
  void refusesSpecifiedPortsFromARegisteredNexusAndWithOtherActions() {
    register(a, 0xA1);
    byte[] list = listWith(0xA2, 0, portId("c"));
    list[7] = (byte) 0xA1;
    refusedAt(out(a, REGISTER, 0, list), 0x052600, 20);
    refusedAt(out(a, REGISTER_AND_IGNORE, 0, list), 0x052600, 20);
    refusedAt(out(a, RESERVE, 1, list), 0x052600, 20);
  }

  @Test
  void refusesListsOfWrongLength() {
    assertThat(a.out(outCdb(REGISTER, 0, 23), new byte[23]).code()).isEqualTo(0x051A00);
    assertThat(a.out(outCdb(REGISTER, 0, 0), new byte[0]).code()).isEqualTo(0x051A00);
    assertThat(a.out(outCdb(REGISTER, 0, 25), new byte[25]).code()).isEqualTo(0x051A00);
    assertThat(a.out(outCdb(REGISTER, 0, 24), new byte[20]).code()).isEqualTo(0x051A00);
    byte[] longer = listWith(0xA1, 0, portId("c"));
    longer[27]++;
    assertThat(out(a, REGISTER, 0, longer).code()).isEqualTo(0x051A00);
  }

  @Test
  void refusesReservedBitsOfTheList() {
    byte[] list = list(0, 0xA1, 0x10);
    refusedAt(out(a, REGISTER, 0, list), 0x052600, 20);
    assertThat(keys(a)).isEmpty();
  }

  @Test
  void refusesMoreThanItHasRoomFor() {
    List<byte[]> ids = new ArrayList<>();
    for (int index = 0; index < RegisterActions.REGISTRATIONS_MAX; index++) {
      ids.add(iscsiId(0x45, "iqn.2026-11.x:" + index + ",i,0x1"));
    }
    byte[][] all = ids.toArray(new byte[0][]);
    assertThat(out(a, REGISTER, 0, listWith(0xA1, 0, all)).code()).isEqualTo(0x055504);
    assertThat(keys(a)).isEmpty();
  }

  @Test
  void refusesServiceActionsThatAreNone() {
    refusedAt(out(a, 8, 0, 0, 0xA1), 0x052400, 1);
    refusedAt(out(a, 0x1F, 0, 0, 0xA1), 0x052400, 1);
    refusedAt(in(a, 4), 0x052400, 1);
  }
}
