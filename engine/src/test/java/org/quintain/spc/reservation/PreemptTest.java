// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.spc.reservation.ReservedDisk.CONFLICT;
import static org.quintain.spc.reservation.ReservedDisk.GOOD;
import static org.quintain.spc.reservation.ReservedDisk.NAME;
import static org.quintain.spc.reservation.ReservedDisk.PREEMPT;
import static org.quintain.spc.reservation.ReservedDisk.PREEMPT_AND_ABORT;
import static org.quintain.spc.reservation.ReservedDisk.REGISTER;
import static org.quintain.spc.reservation.ReservedDisk.REGISTER_AND_MOVE;
import static org.quintain.spc.reservation.ReservedDisk.RESERVE;
import static org.quintain.spc.reservation.ReservedDisk.attention;
import static org.quintain.spc.reservation.ReservedDisk.check;
import static org.quintain.spc.reservation.ReservedDisk.generation;
import static org.quintain.spc.reservation.ReservedDisk.iscsiId;
import static org.quintain.spc.reservation.ReservedDisk.keys;
import static org.quintain.spc.reservation.ReservedDisk.list;
import static org.quintain.spc.reservation.ReservedDisk.moveList;
import static org.quintain.spc.reservation.ReservedDisk.out;
import static org.quintain.spc.reservation.ReservedDisk.outCdb;
import static org.quintain.spc.reservation.ReservedDisk.portId;
import static org.quintain.spc.reservation.ReservedDisk.register;
import static org.quintain.spc.reservation.ReservedDisk.reservation;
import static org.quintain.spc.reservation.ReservedDisk.write;
import static org.quintain.spc.reservation.ReservedDisk.writing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.device.DiskBacking;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.TaskAttribute;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.HeldStore;

final class PreemptTest {
  private final ReservedDisk disk = new ReservedDisk();
  private final Client a = disk.client("a");
  private final Client b = disk.client("b");
  private final Client c = disk.client("c");

  @BeforeEach
  void registerThree() {
    register(a, 0xA1);
    register(b, 0xB1);
    register(c, 0xC1);
  }

  @Test
  void removesRegistrationsThatHoldNothing() {
    check(out(a, RESERVE, 5, 0xA1, 0));
    check(out(b, PREEMPT, 0xF3, 0xB1, 0xC1));
    assertThat(keys(a)).isEqualTo("a1 b1");
    assertThat(reservation(a)).isEqualTo("a1 type 5");
    assertThat(generation(a)).isEqualTo(4);
    assertThat(attention(c)).isEqualTo(0x062A05);
    assertThat(attention(a)).isZero();
    assertThat(writing(c)).isEqualTo(CONFLICT);
  }

  @Test
  void movesTheReservationOfItsHolder() {
    check(out(a, RESERVE, 5, 0xA1, 0));
    check(out(b, PREEMPT, 6, 0xB1, 0xA1));
    assertThat(keys(b)).isEqualTo("b1 c1");
    assertThat(reservation(b)).isEqualTo("b1 type 6");
    assertThat(attention(a)).isEqualTo(0x062A05);
    assertThat(attention(c)).isEqualTo(0x062A04);
    assertThat(attention(b)).isZero();
  }

  @Test
  void tellsARegistrantThatWasAwayWhenItComesBack() {
    c.port().close();
    disk.world().settle();
    check(out(a, RESERVE, 5, 0xA1, 0));
    check(out(b, PREEMPT, 0xF3, 0xB1, 0xC1));
    Client again = disk.newClient("c");
    assertThat(attention(again)).as("it knows of the loss").isEqualTo(0x062907);
    assertThat(attention(again)).isEqualTo(0x062A05);
    assertThat(attention(again)).isZero();
    again.port().close();
    disk.world().settle();
    Client third = disk.newClient("c");
    assertThat(attention(third)).isEqualTo(0x062907);
    assertThat(attention(third)).as("it was told once").isZero();
  }

  @Test
  void tellsARegistrantThatWasAwayOfClear() {
    b.port().close();
    c.port().close();
    disk.world().settle();
    check(out(a, ReservedDisk.CLEAR, 0, 0xA1, 0));
    for (String name : new String[] {"b", "c"}) {
      Client again = disk.newClient(name);
      assertThat(attention(again)).isEqualTo(0x062907);
      assertThat(attention(again)).isEqualTo(0x062A03);
    }
    assertThat(attention(disk.newClient("d"))).isEqualTo(0x062900);
  }

  @Test
  void keepsWhatAbsentRegistrantsAreToldOfSoManyAtMost() {
    MissedNotices missed = new MissedNotices();
    NexusName first = null;
    for (int index = 0; index <= MissedNotices.NEXUSES_MAX; index++) {
      NexusName name =
          new NexusName(TransportId.of(Client.identity("iqn.x:" + index, Disk.TARGET)), 1);
      first = first == null ? name : first;
      missed.add(new Decision.Notice(name, AdditionalSense.REGISTRATIONS_PREEMPTED));
      missed.add(new Decision.Notice(name, AdditionalSense.RESERVATIONS_RELEASED));
    }
    assertThat(missed.take(first)).isEmpty();
    NexusName last =
        new NexusName(
            TransportId.of(Client.identity("iqn.x:" + MissedNotices.NEXUSES_MAX, Disk.TARGET)), 1);
    assertThat(missed.take(last)).hasSize(2);
    assertThat(missed.take(last)).isEmpty();
  }

  @Test
  void tellsNobodyOfATypeThatStaysTheSame() {
    check(out(a, RESERVE, 5, 0xA1, 0));
    check(out(b, PREEMPT, 5, 0xB1, 0xA1));
    assertThat(attention(c)).isZero();
  }

  @Test
  void refusesATypeThatIsNoneWhereTheReservationMoves() {
    check(out(a, RESERVE, 5, 0xA1, 0));
    assertThat(out(b, PREEMPT, 0, 0xB1, 0xA1).code()).isEqualTo(0x052400);
    assertThat(keys(b)).isEqualTo("a1 b1 c1");
  }

  @Test
  void preemptsAllRegistrantsWithKeyZero() {
    assertThat(out(b, PREEMPT, 1, 0xB1, 0).code()).isEqualTo(0x052600);
    check(out(a, RESERVE, 7, 0xA1, 0));
    check(out(b, PREEMPT, 1, 0xB1, 0));
    assertThat(keys(b)).isEqualTo("b1");
    assertThat(reservation(b)).isEqualTo("b1 type 1");
    assertThat(attention(a)).isEqualTo(0x062A05);
    assertThat(attention(c)).isEqualTo(0x062A05);
  }

  @Test
  void removesAllRegistrantsOfOneKeyAndKeepsTheReservation() {
    check(out(a, RESERVE, 7, 0xA1, 0));
    check(out(b, PREEMPT, 1, 0xB1, 0xA1));
    assertThat(keys(b)).isEqualTo("b1 c1");
    assertThat(reservation(b)).isEqualTo("0 type 7");
  }

  @Test
  void changesItsOwnReservationAndKeepsItsRegistration() {
    check(out(b, REGISTER, 0, 0xB1, 0xA1));
    check(out(a, RESERVE, 5, 0xA1, 0));
    check(out(a, PREEMPT, 1, 0xA1, 0xA1));
    assertThat(keys(a)).isEqualTo("a1 c1");
    assertThat(reservation(a)).isEqualTo("a1 type 1");
    assertThat(attention(b)).isEqualTo(0x062A05);
    assertThat(attention(c)).isEqualTo(0x062A04);
    assertThat(attention(a)).isZero();
  }

  @Test
  void refusesKeysThatNobodyHas() {
    assertThat(out(b, PREEMPT, 1, 0xB1, 0x77).status()).isEqualTo(CONFLICT);
    assertThat(out(b, PREEMPT, 1, 0xB2, 0xA1).status()).isEqualTo(CONFLICT);
    assertThat(out(disk.client("d"), PREEMPT, 1, 0, 0xA1).status()).isEqualTo(CONFLICT);
  }

  @Test
  void movesTheReservationToAnotherNexus() {
    check(out(a, RESERVE, 1, 0xA1, 0));
    check(out(a, REGISTER_AND_MOVE, 0, moveList(0xA1, 0xD1, 0, 1, portId("d"))));
    assertThat(keys(a)).isEqualTo("a1 b1 c1 d1");
    assertThat(reservation(a)).isEqualTo("d1 type 1");
    Client d = disk.client("d");
    assertThat(writing(a)).isEqualTo(CONFLICT);
    assertThat(writing(d)).isEqualTo(GOOD);
    check(out(d, REGISTER_AND_MOVE, 0, moveList(0xD1, 0xB2, 2, 1, portId("b"))));
    assertThat(keys(a)).isEqualTo("a1 b2 c1");
    assertThat(reservation(a)).isEqualTo("b2 type 1");
  }

  @Test
  void movesTheReservationToAnotherPort() {
    check(out(a, RESERVE, 1, 0xA1, 0));
    check(out(a, REGISTER_AND_MOVE, 0, moveList(0xA1, 0xA2, 2, 2, portId("a"))));
    assertThat(writing(a)).isEqualTo(CONFLICT);
    assertThat(writing(disk.clientByOtherPort("a"))).isEqualTo(GOOD);
  }

  private void moveRefused(byte[] list, int code, int field) {
    Outcome outcome = out(a, REGISTER_AND_MOVE, 0, list);
    assertThat(outcome.code()).isEqualTo(code);
    if (field >= 0) {
      assertThat(outcome.sense().senseKeySpecific() & 0xFFFF).isEqualTo(field);
    }
    assertThat(keys(a)).isEqualTo("a1 b1 c1");
  }

  @Test
  void refusesToMoveWhatOrWhereItCannotBe() {
    byte[] toD = moveList(0xA1, 0xD1, 0, 1, portId("d"));
    moveRefused(toD, 0x052400, 1);
    check(out(a, RESERVE, 1, 0xA1, 0));
    assertThat(out(b, REGISTER_AND_MOVE, 0, moveList(0xB1, 0xD1, 0, 1, portId("d"))).status())
        .isEqualTo(CONFLICT);
    moveRefused(moveList(0xA1, 0, 0, 1, portId("d")), 0x052600, 8);
    moveRefused(moveList(0xA1, 0xD1, 0, 3, portId("d")), 0x052600, 18);
    moveRefused(moveList(0xA1, 0xD1, 0, 1, portId("a")), 0x052600, 24);
    moveRefused(moveList(0xA1, 0xD1, 0, 1, iscsiId(0x05, NAME + "d")), 0x052600, 24);
    moveRefused(moveList(0xA1, 0xD1, 4, 1, portId("d")), 0x052600, 17);
    moveRefused(moveList(0xA1, 0xD1, 0, 1, new byte[0]), 0x051A00, -1);
    toD[23]--;
    moveRefused(toD, 0x051A00, -1);
  }

  @Test
  void refusesToMoveAnAllRegistrantsReservation() {
    check(out(a, RESERVE, 7, 0xA1, 0));
    assertThat(out(a, REGISTER_AND_MOVE, 0, moveList(0xA1, 0xD1, 0, 1, portId("d"))).status())
        .isEqualTo(CONFLICT);
  }

  @Test
  void abortsThePreemptedBeforeItIsGood() {
    HeldStore store = new HeldStore(64 * 512, false);
    Disk held = new Disk(Disk.config(512), DiskBacking.of(store));
    Client victim = held.client(NAME + "a");
    Client winner = held.client(NAME + "b");
    Client bystander = held.client(NAME + "c");
    register(victim, 0xA1);
    register(winner, 0xB1);
    store.hold(true);
    ExecuteCommand write = victim.start(write(), Client.filled(512, 1), 0, TaskAttribute.SIMPLE);
    ExecuteCommand other = bystander.start(write(), Client.filled(512, 2), 0, TaskAttribute.SIMPLE);
    byte[] list = list(0xB1, 0xA1, 0);
    ExecuteCommand preempt =
        winner.start(outCdb(PREEMPT_AND_ABORT, 3, 24), list, 0, TaskAttribute.SIMPLE);
    held.world().settle();
    assertThat(store.heldCount()).isEqualTo(2);
    assertThat(preempt.isDone()).isFalse();
    store.releaseOne(held.world().nowNs());
    held.world().settle();
    assertThat(preempt.isDone()).isTrue();
    assertThat(preempt.status()).isEqualTo(GOOD);
    assertThat(write.isDone() && write.serviceResponse() == ServiceResponse.COMMAND_COMPLETE)
        .isFalse();
    assertThat(other.isDone()).isFalse();
    store.releaseAll(held.world().nowNs());
    held.world().settle();
    assertThat(other.status()).isEqualTo(GOOD);
    assertThat(attention(victim)).isEqualTo(0x062A05);
  }
}
