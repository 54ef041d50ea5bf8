// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.spc.reservation.ReservedDisk.APTPL;
import static org.quintain.spc.reservation.ReservedDisk.CONFLICT;
import static org.quintain.spc.reservation.ReservedDisk.GOOD;
import static org.quintain.spc.reservation.ReservedDisk.PREEMPT;
import static org.quintain.spc.reservation.ReservedDisk.REGISTER;
import static org.quintain.spc.reservation.ReservedDisk.RELEASE;
import static org.quintain.spc.reservation.ReservedDisk.RESERVE;
import static org.quintain.spc.reservation.ReservedDisk.check;
import static org.quintain.spc.reservation.ReservedDisk.generation;
import static org.quintain.spc.reservation.ReservedDisk.in;
import static org.quintain.spc.reservation.ReservedDisk.keys;
import static org.quintain.spc.reservation.ReservedDisk.list;
import static org.quintain.spc.reservation.ReservedDisk.out;
import static org.quintain.spc.reservation.ReservedDisk.outCdb;
import static org.quintain.spc.reservation.ReservedDisk.reading;
import static org.quintain.spc.reservation.ReservedDisk.register;
import static org.quintain.spc.reservation.ReservedDisk.reservation;
import static org.quintain.spc.reservation.ReservedDisk.writing;

import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.testing.Client;
import org.quintain.testing.HeldMemory;

final class PersistenceTest {
  private final HeldMemory memory = new HeldMemory();
  private final ReservedDisk disk = new ReservedDisk(memory);
  private final Client a = disk.client("a");
  private final Client b = disk.client("b");

  private static ExecuteCommand start(Client client, int action, int type, byte[] list) {
    return client.start(outCdb(action, type, list.length), list, 0, TaskAttribute.SIMPLE);
  }

  @Test
  void outlivesPowerWhereItWasRegisteredTo() {
    check(out(a, REGISTER, 0, list(0, 0xA1, APTPL)));
    check(out(b, REGISTER, 0, list(0, 0xB1, APTPL)));
    check(out(b, RESERVE, 3, 0xB1, 0));
    assertThat(in(a, 2).data()[3] & 1).isEqualTo(1);
    disk.powerCycle();
    Client again = disk.client("a");
    assertThat(keys(again)).isEqualTo("a1 b1");
    assertThat(reservation(again)).isEqualTo("b1 type 3");
    assertThat(generation(again)).isZero();
    assertThat(in(again, 2).data()[3] & 1).isEqualTo(1);
    assertThat(reading(again)).isEqualTo(CONFLICT);
    assertThat(reading(disk.client("b"))).isEqualTo(GOOD);
    assertThat(reading(disk.clientByOtherPort("b"))).isEqualTo(CONFLICT);
  }

  @Test
  void isGoneWithPowerWhereItWasNot() {
    register(a, 0xA1);
    check(out(a, RESERVE, 7, 0xA1, 0));
    assertThat(memory.saves()).isZero();
    disk.powerCycle();
    Client again = disk.client("a");
    assertThat(keys(again)).isEmpty();
    assertThat(reservation(again)).isEqualTo("none");
  }

  @Test
  void followsTheLastRegistration() {
    check(out(a, REGISTER, 0, list(0, 0xA1, APTPL)));
    register(b, 0xB1);
    assertThat(in(a, 2).data()[3] & 1).isZero();
    disk.powerCycle();
    assertThat(keys(disk.client("a"))).isEmpty();
  }

  @Test
  void forgetsAfterPowerWhatWasPreemptedBefore() {
    check(out(a, REGISTER, 0, list(0, 0xA1, APTPL)));
    check(out(b, REGISTER, 0, list(0, 0xB1, APTPL)));
    check(out(a, RESERVE, 7, 0xA1, 0));
    check(out(b, PREEMPT, 8, 0xB1, 0));
    disk.powerCycle();
    Client again = disk.client("b");
    assertThat(keys(again)).isEqualTo("b1");
    assertThat(reservation(again)).isEqualTo("0 type 8");
  }

  @Test
  void tellsOfASaveThatFailsAndChangesNothing() {
    check(out(a, REGISTER, 0, list(0, 0xA1, APTPL)));
    memory.fail(true);
    assertThat(out(a, RESERVE, 1, 0xA1, 0).code()).isEqualTo(0x055504);
    assertThat(out(b, REGISTER, 0, list(0, 0xB1, APTPL)).code()).isEqualTo(0x055504);
    assertThat(out(a, REGISTER, 0, 0xA1, 0).code()).isEqualTo(0x055504);
    assertThat(keys(b)).isEqualTo("a1");
    assertThat(reservation(b)).isEqualTo("none");
    assertThat(generation(b)).isEqualTo(1);
    assertThat(in(a, 2).data()[3] & 1).isEqualTo(1);
    memory.fail(false);
    check(out(a, RESERVE, 1, 0xA1, 0));
  }

  @Test
  void holdsNothingBeforeItIsSaved() {
    check(out(a, REGISTER, 0, list(0, 0xA1, APTPL)));
    memory.hold(true);
    ExecuteCommand reserve = start(a, RESERVE, 3, list(0xA1, 0, 0));
    disk.world().settle();
    assertThat(reserve.isDone()).isFalse();
    assertThat(reservation(b)).isEqualTo("none");
    assertThat(writing(b)).isEqualTo(GOOD);
    assertThat(disk.unit().deviceServer().isIdle()).isFalse();
    memory.releaseOne(disk.world().nowNs());
    disk.world().settle();
    assertThat(reserve.status()).isEqualTo(GOOD);
    assertThat(writing(b)).isEqualTo(CONFLICT);
    disk.device().checkIdle();
  }

  @Test
  void keepsTheOldStateWhenPowerGoesBeforeTheSave() {
    check(out(a, REGISTER, 0, list(0, 0xA1, APTPL)));
    memory.hold(true);
    start(a, RESERVE, 3, list(0xA1, 0, 0));
    disk.world().settle();
    memory.forget();
    disk.powerCycle();
    assertThat(reservation(disk.client("b"))).isEqualTo("none");
  }

  @Test
  void carriesOutOneAfterTheOtherSoThatOneOfTwoPreemptersWins() {
    check(out(a, REGISTER, 0, list(0, 0xA1, APTPL)));
    check(out(b, REGISTER, 0, list(0, 0xB1, APTPL)));
    memory.hold(true);
    ExecuteCommand first = start(a, PREEMPT, 3, list(0xA1, 0xB1, 0));
    ExecuteCommand second = start(b, PREEMPT, 3, list(0xB1, 0xA1, 0));
    disk.world().settle();
    assertThat(memory.heldCount()).isEqualTo(1);
    memory.releaseOne(disk.world().nowNs());
    disk.world().settle();
    assertThat(first.status()).isEqualTo(GOOD);
    assertThat(second.status()).isEqualTo(CONFLICT);
    assertThat(keys(a)).isEqualTo("a1");
  }

  @Test
  void savesForACommandThatIsAbortedMeanwhileAndEndsThoseThatWait() {
    check(out(a, REGISTER, 0, list(0, 0xA1, APTPL)));
    memory.hold(true);
    start(a, RESERVE, 3, list(0xA1, 0, 0));
    start(a, RELEASE, 3, list(0xA1, 0, 0));
    disk.world().settle();
    var reset = b.startFunction(TaskManagementFunction.LOGICAL_UNIT_RESET, 0);
    disk.world().settle();
    assertThat(reset.isDone()).isFalse();
    memory.releaseOne(disk.world().nowNs());
    disk.world().settle();
    assertThat(reset.isDone()).isTrue();
    b.clearUnitAttentions();
    assertThat(reservation(b)).isEqualTo("a1 type 3");
    disk.device().checkIdle();
  }

  @Test
  void doesNotBeginOnDamagedReservations() {
    RamNonvolatileMemory damaged = new RamNonvolatileMemory();
    ReservedDisk sound = new ReservedDisk(damaged);
    check(out(sound.client("a"), REGISTER, 0, list(0, 0xA1, APTPL)));
    byte[] saved = damaged.load(SavedReservations.NAME);
    assertThat(saved).isNotNull();
    saved[12]++;
    damaged.save(0, sound.world().reactor(), SavedReservations.NAME, saved, (at, is) -> {});
    assertThatThrownBy(sound::powerCycle)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("disk0");
  }
}
