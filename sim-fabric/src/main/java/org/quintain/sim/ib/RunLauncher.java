// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.ib;

import org.jspecify.annotations.Nullable;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.wire.OutgoingMessage;
import org.quintain.wire.RdmaEndpoint;

/**
 * Sends one adapter's runs of packets in one piece. What goes to one port at once, one run behind
 * the other, is handed over together, as a chain, since nobody there hears of any but the last.
 */
final class RunLauncher {
  private static final int TICKET_BITS = 40;

  private final SimWorld world;
  private final int number;
  private final RunSlots slots = new RunSlots();
  private @Nullable OutgoingMessage first;
  private @Nullable OutgoingMessage last;
  private @Nullable HcaDriver destination;
  private long arrivalNs;

  /**
   * A launcher.
   *
   * @param number the port's, by which {@link #portOf} finds it again
   */
  RunLauncher(SimWorld world, int number) {
    this.world = world;
    this.number = number;
  }

  /** The number of the port whose launcher an event's {@code argument} is of. */
  static int portOf(long argument) {
    return (int) (argument >>> TICKET_BITS);
  }

  private static long ticketOf(long argument) {
    return argument & (1L << TICKET_BITS) - 1;
  }

  /** {@code run} arrives at {@code to} at {@code atNs}, perhaps with what follows. */
  void add(OutgoingMessage run, HcaDriver to, long atNs) {
    if (to != destination) {
      launch();
    }
    OutgoingMessage before = last;
    if (before == null) {
      first = run;
    } else {
      before.next(run);
    }
    last = run;
    destination = to;
    arrivalNs = atNs;
    if (RunPackets.isTold(run)) {
      launch();
    }
  }

  /** Nothing follows. */
  void launch() {
    OutgoingMessage chain = first;
    HcaDriver to = destination;
    if (chain != null && to != null) {
      first = null;
      last = null;
      destination = null;
      long argument = (long) number << TICKET_BITS | slots.put(chain);
      world.schedule(arrivalNs, to, HcaDriver.RUNS, argument);
    }
  }

  /** The chain that an event's {@code argument} is of, or null when it is lost. */
  @Nullable OutgoingMessage chain(long argument) {
    return slots.get(ticketOf(argument));
  }

  /** A chain has arrived: its runs go back to {@code owner}. */
  void giveBack(long nowNs, long argument, @Nullable RdmaEndpoint owner) {
    OutgoingMessage chain = slots.remove(ticketOf(argument));
    if (chain != null && owner != null) {
      giveBack(nowNs, chain, owner);
    }
  }

  private static void giveBack(long nowNs, OutgoingMessage chain, RdmaEndpoint owner) {
    OutgoingMessage run = chain;
    while (run != null) {
      OutgoingMessage next = run.next();
      run.next(null);
      owner.onSent(nowNs, run);
      run = next;
    }
  }

  /** All that is under way is lost; {@code owner} has it back. */
  void giveBackAll(long nowNs, RdmaEndpoint owner) {
    for (OutgoingMessage chain = slots.takeAny(); chain != null; chain = slots.takeAny()) {
      giveBack(nowNs, chain, owner);
    }
    slots.forgetAll();
  }

  /** All that is under way is lost, and its owner as well. */
  void forgetAll() {
    slots.forgetAll();
  }
}
