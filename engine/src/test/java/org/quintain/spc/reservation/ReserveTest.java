// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.spc.reservation.ReservedDisk.CLEAR;
import static org.quintain.spc.reservation.ReservedDisk.CONFLICT;
import static org.quintain.spc.reservation.ReservedDisk.GOOD;
import static org.quintain.spc.reservation.ReservedDisk.RELEASE;
import static org.quintain.spc.reservation.ReservedDisk.RESERVE;
import static org.quintain.spc.reservation.ReservedDisk.attention;
import static org.quintain.spc.reservation.ReservedDisk.check;
import static org.quintain.spc.reservation.ReservedDisk.generation;
import static org.quintain.spc.reservation.ReservedDisk.in;
import static org.quintain.spc.reservation.ReservedDisk.keys;
import static org.quintain.spc.reservation.ReservedDisk.out;
import static org.quintain.spc.reservation.ReservedDisk.portId;
import static org.quintain.spc.reservation.ReservedDisk.register;
import static org.quintain.spc.reservation.ReservedDisk.reservation;
import static org.quintain.spc.reservation.ReservedDisk.writing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;

final class ReserveTest {
  private final ReservedDisk disk = new ReservedDisk();
  private final Client a = disk.client("a");
  private final Client b = disk.client("b");
  private final Client c = disk.client("c");

  @BeforeEach
  void registerTwo() {
    register(a, 0xA1);
    register(b, 0xB1);
  }

  @Test
  void reservesForARegisteredNexusThatShowsItsKey() {
    assertThat(out(c, RESERVE, 1, 0, 0).status()).isEqualTo(CONFLICT);
    assertThat(out(a, RESERVE, 1, 0xA2, 0).status()).isEqualTo(CONFLICT);
    check(out(a, RESERVE, 1, 0xA1, 0));
    assertThat(reservation(c)).isEqualTo("a1 type 1");
    assertThat(generation(a)).isEqualTo(2);
  }

  @Test
  void reservesAgainAloneAsItWas() {
    check(out(a, RESERVE, 5, 0xA1, 0));
    check(out(a, RESERVE, 5, 0xA1, 0));
    assertThat(out(a, RESERVE, 6, 0xA1, 0).status()).isEqualTo(CONFLICT);
    assertThat(out(b, RESERVE, 5, 0xB1, 0).status()).isEqualTo(CONFLICT);
    assertThat(out(b, RELEASE, 5, 0xB1, 0).status()).isEqualTo(GOOD);
    assertThat(reservation(c)).isEqualTo("a1 type 5");
  }

  @Test
  void letsEveryRegistrantReserveAnAllRegistrantsReservationAgain() {
    check(out(a, RESERVE, 8, 0xA1, 0));
    check(out(b, RESERVE, 8, 0xB1, 0));
    assertThat(out(b, RESERVE, 7, 0xB1, 0).status()).isEqualTo(CONFLICT);
  }

  @Test
  void refusesScopesAndTypesThatAreNone() {
    for (int type : new int[] {0, 2, 4, 9, 15}) {
      Outcome outcome = out(a, RESERVE, type, 0xA1, 0);
      assertThat(outcome.code()).isEqualTo(0x052400);
      assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xCB0002);
    }
    Outcome outcome = out(a, RESERVE, 0x11, 0xA1, 0);
    assertThat(outcome.code()).isEqualTo(0x052400);
    assertThat(outcome.sense().senseKeySpecific()).isEqualTo(0xCF0002);
    assertThat(reservation(a)).isEqualTo("none");
  }

  @Test
  void releasesForItsHolderAlone() {
    check(out(a, RESERVE, 3, 0xA1, 0));
    assertThat(out(a, RELEASE, 1, 0xA1, 0).code()).isEqualTo(0x052604);
    assertThat(out(a, RELEASE, 0x13, 0xA1, 0).code()).isEqualTo(0x052604);
    assertThat(out(a, RELEASE, 3, 0xB1, 0).status()).isEqualTo(CONFLICT);
    assertThat(out(c, RELEASE, 3, 0, 0).status()).isEqualTo(CONFLICT);
    check(out(b, RELEASE, 3, 0xB1, 0));
    assertThat(reservation(b)).isEqualTo("a1 type 3");
    check(out(a, RELEASE, 3, 0xA1, 0));
    assertThat(reservation(b)).isEqualTo("none");
    check(out(a, RELEASE, 3, 0xA1, 0));
    assertThat(attention(b)).isZero();
  }

  @Test
  void tellsTheOtherRegistrantsOfTheReleaseOfASharedType() {
    check(out(a, RESERVE, 8, 0xA1, 0));
    check(out(b, RELEASE, 8, 0xB1, 0));
    assertThat(attention(a)).isEqualTo(0x062A04);
    assertThat(attention(b)).isZero();
    assertThat(attention(c)).isZero();
  }

  @Test
  void clearsEverythingAndTellsTheOthers() {
    check(out(a, RESERVE, 3, 0xA1, 0));
    assertThat(out(c, CLEAR, 0, 0, 0).status()).isEqualTo(CONFLICT);
    assertThat(out(b, CLEAR, 0, 0xA1, 0).status()).isEqualTo(CONFLICT);
    check(out(b, CLEAR, 0xFF, 0xB1, 0));
    assertThat(keys(c)).isEmpty();
    assertThat(reservation(c)).isEqualTo("none");
    assertThat(generation(c)).isEqualTo(3);
    assertThat(attention(a)).isEqualTo(0x062A03);
    assertThat(attention(b)).isZero();
    assertThat(attention(c)).isZero();
  }

  @Test
  void outlivesResetsAndNexusLosses() {
    check(out(a, RESERVE, 1, 0xA1, 0));
    assertThat(c.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0))
        .isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    a.port().close();
    disk.world().settle();
    c.clearUnitAttentions();
    assertThat(reservation(c)).isEqualTo("a1 type 1");
    assertThat(writing(c)).isEqualTo(CONFLICT);
    Client again = disk.client("a");
    assertThat(writing(again)).isEqualTo(GOOD);
  }

  @Test
  void tellsTheCapabilitiesThatItHas() {
    assertThat(in(a, 2).data()).isEqualTo(Client.cdb(0, 8, 0x1D, 0xB0, 0xEA, 0x01, 0, 0));
  }

  @Test
  void tellsEveryNexusWithItsPorts() {
    check(out(a, RESERVE, 5, 0xA1, 0));
    byte[] data = in(c, 3).data();
    byte[] id = portId("a");
    assertThat(data).hasSize(8 + 2 * (24 + id.length));
    assertThat(data[8 + 12]).isEqualTo((byte) 1);
    assertThat(data[8 + 13]).isEqualTo((byte) 5);
    assertThat(data[8 + 19]).isEqualTo((byte) 1);
    assertThat(data[8 + 23]).isEqualTo((byte) id.length);
    assertThat(java.util.Arrays.copyOfRange(data, 32, 32 + id.length)).isEqualTo(id);
    assertThat(data[8 + 24 + id.length + 12]).isZero();
  }

  @Test
  void tellsAllRegistrantsAsHolders() {
    check(out(a, RESERVE, 7, 0xA1, 0));
    byte[] data = in(c, 3).data();
    int second = 8 + 24 + portId("a").length;
    assertThat(data[8 + 12]).isEqualTo((byte) 1);
    assertThat(data[second + 12]).isEqualTo((byte) 1);
    assertThat(data[second + 13]).isEqualTo((byte) 7);
  }

  @Test
  void cutsAnswersAtTheAllocationLengthAndTellsTheWholeLength() {
    Outcome outcome = a.in(Client.cdb(0x5E, 0, 0, 0, 0, 0, 0, 0, 12, 0), 12);
    assertThat(outcome.data()).isEqualTo(Client.cdb(0, 0, 0, 2, 0, 0, 0, 16, 0, 0, 0, 0));
    assertThat(a.in(Client.cdb(0x5E, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0).data()).isEmpty();
  }
}
