// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.util.ArrayDeque;
import org.quintain.sam.Check;

/** The frames of one fabric, each lent to one holder at a time. Grows to what is under way. */
public final class FramePool {
  private final ArrayDeque<LinkFrame> free = new ArrayDeque<>();
  private final Trains trains = new Trains(this);
  private int lent;

  /** An empty pool. */
  public FramePool() {}

  /** The sequences of the fabric that travel whole. */
  public Trains trains() {
    return trains;
  }

  /** Lends a frame with nothing in it. */
  public LinkFrame take() {
    lent++;
    LinkFrame frame = free.poll();
    if (frame == null) {
      frame = new LinkFrame();
    }
    frame.remark = "";
    frame.heldBy = null;
    frame.readyPs = 0;
    return frame;
  }

  /** Takes a frame back. */
  public void giveBack(LinkFrame frame) {
    lent--;
    Check.that(lent >= 0, "a frame is given back once", lent);
    free.push(frame);
  }

  /** How many frames are under way somewhere. */
  public int lentCount() {
    return lent;
  }
}
