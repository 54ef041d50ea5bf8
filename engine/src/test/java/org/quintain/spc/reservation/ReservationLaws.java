// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.spc.reservation.ReservedDisk.APTPL;
import static org.quintain.spc.reservation.ReservedDisk.CHECK_CONDITION;
import static org.quintain.spc.reservation.ReservedDisk.CLEAR;
import static org.quintain.spc.reservation.ReservedDisk.CONFLICT;
import static org.quintain.spc.reservation.ReservedDisk.GOOD;
import static org.quintain.spc.reservation.ReservedDisk.PREEMPT;
import static org.quintain.spc.reservation.ReservedDisk.PREEMPT_AND_ABORT;
import static org.quintain.spc.reservation.ReservedDisk.REGISTER;
import static org.quintain.spc.reservation.ReservedDisk.REGISTER_AND_IGNORE;
import static org.quintain.spc.reservation.ReservedDisk.REGISTER_AND_MOVE;
import static org.quintain.spc.reservation.ReservedDisk.RELEASE;
import static org.quintain.spc.reservation.ReservedDisk.RESERVE;
import static org.quintain.spc.reservation.ReservedDisk.attention;
import static org.quintain.spc.reservation.ReservedDisk.generation;
import static org.quintain.spc.reservation.ReservedDisk.keys;
import static org.quintain.spc.reservation.ReservedDisk.list;
import static org.quintain.spc.reservation.ReservedDisk.moveList;
import static org.quintain.spc.reservation.ReservedDisk.out;
import static org.quintain.spc.reservation.ReservedDisk.portId;
import static org.quintain.spc.reservation.ReservedDisk.reading;
import static org.quintain.spc.reservation.ReservedDisk.reservation;
import static org.quintain.spc.reservation.ReservedDisk.writing;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;

/** Any sequence of service actions from several nexuses does what the naive model does. */
final class ReservationLaws {
  private static final int NEXUSES = 4;
  private static final int POWER = 99;

  /** One service action, or {@link #POWER}. */
  record Step(int action, int nexus, int type, long key, long actionKey, boolean aptpl, int to) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> actions =
        Arbitraries.frequency(
            Tuple.of(4, REGISTER),
            Tuple.of(4, REGISTER_AND_IGNORE),
            Tuple.of(6, RESERVE),
            Tuple.of(2, RELEASE),
            Tuple.of(1, CLEAR),
            Tuple.of(4, PREEMPT),
            Tuple.of(2, PREEMPT_AND_ABORT),
            Tuple.of(3, REGISTER_AND_MOVE),
            Tuple.of(1, POWER));
    Arbitrary<Integer> nexuses = Arbitraries.integers().between(0, NEXUSES - 1);
    // Mostly the nexus' own key, which the model knows: -1.
    Arbitrary<Long> keys = Arbitraries.of(-1L, -1L, -1L, 0L, 1L, 2L);
    Arbitrary<Step> step =
        Combinators.combine(
                actions,
                nexuses,
                // 0: the type that is reserved; -1 as key: that of the holder.
                Arbitraries.of(0, 0, 0, 1, 3, 5, 6, 7, 8, 2),
                keys,
                Arbitraries.of(-1L, -1L, 0L, 1L, 1L, 2L, 3L),
                Arbitraries.of(true, false),
                nexuses)
            .as(Step::new);
    return step.list().ofMinSize(10).ofMaxSize(40);
  }

  @Property(seed = "2912054232", tries = 200)
  void doesWhatTheModelDoes(@ForAll("steps") List<Step> steps) {
    ReservedDisk disk = new ReservedDisk();
    NaiveReservations model = new NaiveReservations(NEXUSES);
    List<Client> clients = clients(disk);
    for (Step step : steps) {
      if (step.action == POWER) {
        disk.powerCycle();
        model.powerCycle();
        clients = clients(disk);
      } else {
        Step meant = resolve(step, model);
        int expected =
            model.act(
                meant.nexus,
                meant.action,
                meant.type,
                meant.key,
                meant.actionKey,
                meant.aptpl,
                meant.to);
        assertThat(act(clients.get(meant.nexus), meant)).isEqualTo(expected);
      }
      compare(clients, model);
    }
    disk.device().checkIdle();
  }

  /** Three initiators through one port, and the first of them through another. */
  private static List<Client> clients(ReservedDisk disk) {
    List<Client> clients = new ArrayList<>();
    for (String name : new String[] {"a", "b", "c"}) {
      clients.add(disk.client(name));
    }
    clients.add(disk.clientByOtherPort("a"));
    return clients;
  }

  /** The step with what "its own key", "the holder's key" and "the type that is" stand for. */
  private static Step resolve(Step step, NaiveReservations model) {
    long holderKey = model.holder < 0 ? 0 : model.keys[model.holder];
    return new Step(
        step.action,
        step.nexus,
        step.type != 0 ? step.type : model.type != 0 ? model.type : 5,
        step.key < 0 ? model.keys[step.nexus] : step.key,
        step.actionKey < 0 ? holderKey : step.actionKey,
        step.aptpl,
        step.to);
  }

  private static int act(Client client, Step step) {
    byte[] list =
        step.action == REGISTER_AND_MOVE
            ? moveList(
                step.key,
                step.actionKey,
                step.aptpl ? 1 : 0,
                step.to == 3 ? 2 : 1,
                portId(step.to == 3 ? "a" : "abc".substring(step.to, step.to + 1)))
            : list(step.key, step.actionKey, step.aptpl ? APTPL : 0);
    Outcome outcome = out(client, step.action, step.type, list);
    return outcome.status() == CHECK_CONDITION ? outcome.code() : outcome.status();
  }

  private static void compare(List<Client> clients, NaiveReservations model) {
    for (int nexus = 0; nexus < NEXUSES; nexus++) {
      Client client = clients.get(nexus);
      List<Integer> attentions = new ArrayList<>();
      for (int told = attention(client); told != 0; told = attention(client)) {
        attentions.add(told);
      }
      assertThat(attentions).isEqualTo(model.attentions.get(nexus));
      model.attentions.get(nexus).clear();
      assertThat(reading(client)).isEqualTo(model.mayRead(nexus) ? GOOD : CONFLICT);
      assertThat(writing(client)).isEqualTo(model.mayWrite(nexus) ? GOOD : CONFLICT);
    }
    Client any = clients.get(0);
    StringBuilder keys = new StringBuilder();
    for (int nexus : model.order) {
      keys.append(keys.isEmpty() ? "" : " ").append(Long.toHexString(model.keys[nexus]));
    }
    assertThat(keys(any)).isEqualTo(keys.toString());
    String holderKey = model.holder < 0 ? "0" : Long.toHexString(model.keys[model.holder]);
    assertThat(reservation(any))
        .isEqualTo(model.type == 0 ? "none" : holderKey + " type " + model.type);
    assertThat(generation(any)).isEqualTo(model.generation);
  }
}
