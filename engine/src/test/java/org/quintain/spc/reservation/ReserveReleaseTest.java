// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.spc.reservation.ReservedDisk.CONFLICT;
import static org.quintain.spc.reservation.ReservedDisk.GOOD;
import static org.quintain.spc.reservation.ReservedDisk.REGISTER;
import static org.quintain.spc.reservation.ReservedDisk.REGISTER_AND_IGNORE;
import static org.quintain.spc.reservation.ReservedDisk.RELEASE;
import static org.quintain.spc.reservation.ReservedDisk.RESERVE;
import static org.quintain.spc.reservation.ReservedDisk.attention;
import static org.quintain.spc.reservation.ReservedDisk.check;
import static org.quintain.spc.reservation.ReservedDisk.in;
import static org.quintain.spc.reservation.ReservedDisk.out;
import static org.quintain.spc.reservation.ReservedDisk.reading;
import static org.quintain.spc.reservation.ReservedDisk.register;
import static org.quintain.spc.reservation.ReservedDisk.reservation;
import static org.quintain.spc.reservation.ReservedDisk.testUnitReady;
import static org.quintain.spc.reservation.ReservedDisk.writing;

import org.junit.jupiter.api.Test;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Client;

final class ReserveReleaseTest {
  private static final byte[] RESERVE_6 = Client.cdb(0x16, 0, 0, 0, 0, 0);
  private static final byte[] RELEASE_6 = Client.cdb(0x17, 0, 0, 0, 0, 0);
  private static final byte[] RESERVE_10 = Client.cdb(0x56, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final byte[] RELEASE_10 = Client.cdb(0x57, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private final ReservedDisk disk = new ReservedDisk();
  private final Client a = disk.client("a");
  private final Client b = disk.client("b");

  private static int status(Client client, byte[] cdb) {
    return client.none(cdb).status();
  }

  @Test
  void keepsOthersOutUntilItIsReleased() {
    assertThat(status(a, RESERVE_6)).isEqualTo(GOOD);
    assertThat(status(a, RESERVE_10)).isEqualTo(GOOD);
    assertThat(status(b, RESERVE_6)).isEqualTo(CONFLICT);
    assertThat(status(b, testUnitReady())).isEqualTo(CONFLICT);
    assertThat(reading(b)).isEqualTo(CONFLICT);
    assertThat(writing(b)).isEqualTo(CONFLICT);
    assertThat(b.in(Client.cdb(0x12, 0, 0, 0, 36, 0), 36).status()).isEqualTo(GOOD);
    assertThat(b.in(Client.cdb(0x03, 0, 0, 0, 252, 0), 252).status()).isEqualTo(GOOD);
    assertThat(writing(a)).isEqualTo(GOOD);
    assertThat(status(b, RELEASE_10)).isEqualTo(GOOD);
    assertThat(reading(b)).isEqualTo(CONFLICT);
    assertThat(status(a, RELEASE_10)).isEqualTo(GOOD);
    assertThat(writing(b)).isEqualTo(GOOD);
  }

  @Test
  void endsWithAReset() {
    assertThat(status(a, RESERVE_6)).isEqualTo(GOOD);
    b.function(TaskManagementFunction.ABORT_TASK_SET, 0);
    assertThat(status(b, testUnitReady())).isEqualTo(CONFLICT);
    b.function(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    b.clearUnitAttentions();
    assertThat(writing(b)).isEqualTo(GOOD);
  }

  @Test
  void endsWithItsNexus() {
    assertThat(status(a, RESERVE_6)).isEqualTo(GOOD);
    a.port().close();
    disk.world().settle();
    assertThat(writing(b)).isEqualTo(GOOD);
  }

  @Test
  void endsWithAResetOfItsNexusAndNotOfAnother() {
    assertThat(status(a, RESERVE_6)).isEqualTo(GOOD);
    b.function(TaskManagementFunction.I_T_NEXUS_RESET, 0);
    assertThat(attention(b)).isEqualTo(0x062907);
    assertThat(writing(b)).isEqualTo(CONFLICT);
    a.function(TaskManagementFunction.I_T_NEXUS_RESET, 0);
    assertThat(writing(b)).isEqualTo(GOOD);
  }

  @Test
  void refusesThirdPartiesAndExtents() {
    assertThat(a.none(Client.cdb(0x16, 0x12, 0, 0, 0, 0)).code()).isEqualTo(0x052400);
    assertThat(a.none(Client.cdb(0x16, 0x01, 0, 0, 0, 0)).code()).isEqualTo(0x052400);
    assertThat(a.none(Client.cdb(0x56, 0x10, 0, 1, 0, 0, 0, 0, 0, 0)).code()).isEqualTo(0x052400);
    assertThat(a.none(Client.cdb(0x57, 0x02, 0, 0, 0, 0, 0, 0, 8, 0)).code()).isEqualTo(0x052400);
    assertThat(writing(b)).isEqualTo(GOOD);
  }

  @Test
  void conflictsWithPersistentReserveCommandsOfEverybody() {
    assertThat(status(a, RESERVE_6)).isEqualTo(GOOD);
    assertThat(in(a, 0).status()).isEqualTo(CONFLICT);
    assertThat(in(b, 0).status()).isEqualTo(CONFLICT);
    assertThat(out(a, REGISTER, 0, 0, 1).status()).isEqualTo(CONFLICT);
    assertThat(out(b, REGISTER_AND_IGNORE, 0, 0, 1).status()).isEqualTo(CONFLICT);
  }

  @Test
  void conflictsWhileAnybodyIsRegistered() {
    register(a, 0xA1);
    assertThat(status(a, RESERVE_6)).isEqualTo(CONFLICT);
    assertThat(status(b, RESERVE_10)).isEqualTo(CONFLICT);
    assertThat(status(b, RELEASE_6)).isEqualTo(CONFLICT);
  }

  @Test
  void doesNothingForThoseThatAPersistentReservationLetsIn() {
    register(a, 0xA1);
    register(b, 0xB1);
    check(out(a, RESERVE, 1, 0xA1, 0));
    assertThat(status(a, RESERVE_6)).isEqualTo(GOOD);
    assertThat(status(a, RELEASE_6)).isEqualTo(GOOD);
    assertThat(status(b, RESERVE_6)).isEqualTo(CONFLICT);
    assertThat(status(b, RELEASE_10)).isEqualTo(CONFLICT);
    assertThat(reservation(b)).isEqualTo("a1 type 1");
    check(out(a, RELEASE, 1, 0xA1, 0));
    check(out(a, RESERVE, 6, 0xA1, 0));
    assertThat(status(b, RESERVE_10)).isEqualTo(GOOD);
    assertThat(status(b, RELEASE_6)).isEqualTo(GOOD);
    assertThat(status(disk.client("c"), RESERVE_6)).isEqualTo(CONFLICT);
  }
}
