// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.sam.Check;
import org.quintain.sim.reactor.ReactorEvents;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.wire.OutgoingSequence;

/**
 * A sequence on its way whole: a copy of what its frames would carry, and when the last of them
 * would be in. Pooled by {@link Trains}.
 *
 * <pre>
 * FREE → RUNNING: frames are added one after the other, as the sender's room allows
 *      → FREE: delivered whole when the last frame is in, or turned into frames before
 * </pre>
 */
public final class Train implements ReactorEvents {
  /** The longest payload that travels whole. */
  static final int PAYLOAD_MAX = 64 << 10;

  private final Trains trains;
  private final int number;
  private final OutgoingSequence sequence;
  private final FrameCutter cutter = new FrameCutter();

  /** Its place among those that run. */
  int index;

  private @Nullable Route route;
  private int generation;
  private boolean isRunning;
  private int payloadAdded;
  private int framesAdded;

  Train(Trains trains, int number) {
    this.trains = trains;
    this.number = number;
    ByteBuffer memory = ByteBuffer.allocate(OutgoingSequence.HEADER_BYTES + PAYLOAD_MAX);
    this.sequence = new OutgoingSequence(0, memory, 0, PAYLOAD_MAX);
  }

  void begin(Route along, OutgoingSequence original) {
    route = along;
    isRunning = true;
    payloadAdded = 0;
    framesAdded = 0;
    for (int field = 0; field < OutgoingSequence.HEADER_BYTES; field += Long.BYTES) {
      sequence.header().putLong(field, original.header().getLong(original.base() + field));
    }
    sequence.inlinePayload((int) original.payload().totalBytes());
    sequence.framePayloadMax(original.framePayloadMax());
  }

  /** Its number among all trains, by which {@link Trains#train} finds it. */
  int number() {
    return number;
  }

  Route route() {
    Route present = route;
    Check.that(present != null, "a train that runs has a way");
    return present;
  }

  /** How often it was used: tells a train from a later one in the same object. */
  public int generation() {
    return generation;
  }

  /** Whether it is still the train that had {@code ofGeneration}, and is under way. */
  public boolean isRunning(int ofGeneration) {
    return isRunning && generation == ofGeneration;
  }

  /** The sequence as it is handed over: its header, and the payload in one piece. */
  public OutgoingSequence sequence() {
    return sequence;
  }

  /** Takes the payload of the next frame of {@code original}; its number in the sequence. */
  int add(FrameCutter original) {
    payloadAdded +=
        original.nextPayload(sequence.header(), OutgoingSequence.HEADER_BYTES + payloadAdded);
    return framesAdded++;
  }

  /** Makes frame {@code number}, which was added. */
  void cut(int number, LinkFrame into) {
    Check.that(number < framesAdded, "a train has the frames that were added", number);
    cutter.begin(sequence);
    int length = cutter.next(into.bytes(), 0);
    for (int before = 0; before < number; before++) {
      length = cutter.next(into.bytes(), 0);
    }
    into.set(length, cutter.startDelimiter().orderedSet(), cutter.endDelimiter().orderedSet());
  }

  void retire() {
    isRunning = false;
    generation++;
  }

  @Override
  public SimReactor reactor() {
    SimReactor reactor = route().destination().client().reactor();
    Check.that(reactor != null, "a train goes to a node");
    return reactor;
  }

  /** All frames are in; {@code argument} is the generation that this was scheduled for. */
  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    if (isRunning((int) argument)) {
      trains.leave(this);
      retire();
      LinkEnd at = route().destination();
      at.client().onTrain(nowNs, at, this);
      trains.putBack(this);
    }
  }
}
