// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameCutter;
import org.quintain.sim.fc.link.LinkEnd;
import org.quintain.sim.fc.link.Train;
import org.quintain.wire.OutgoingSequence;

/** A node's side of {@link Express}: the train of the sequence that it sends just now. */
final class TrainSender {
  private final Express express;
  private final PortDriver driver;
  private final LinkEnd end;
  private @Nullable Train train;
  private int generation;

  TrainSender(Express express, PortDriver driver, LinkEnd end) {
    this.express = express;
    this.driver = driver;
    this.end = end;
  }

  /**
   * Lets the next frame of {@code sequence} travel with its others as a whole, if it can: else it
   * is still to be sent.
   */
  boolean sendNext(OutgoingSequence sequence, FrameCutter cutter) {
    if (cutter.isAtBegin()) {
      Train begun = driver.takesTrains() ? express.begin(end, sequence) : null;
      train = begun;
      generation = begun == null ? 0 : begun.generation();
    }
    Train present = train;
    return present != null && present.isRunning(generation) && express.add(present, cutter);
  }
}
