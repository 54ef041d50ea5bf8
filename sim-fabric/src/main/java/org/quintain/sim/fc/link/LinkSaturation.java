// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.trace.Trace;

/**
 * Measures what a link carries: a sender that always has another full frame, a receiver that gives
 * every buffer back at once, and a while on virtual time. What comes out is to be held against
 * {@link LinkProfile#throughput}.
 */
public final class LinkSaturation {
  private static final int CYCLES_MIN = 40;
  private static final int CYCLES_BEFORE = 10;
  private static final long MEASURED_NS = 3_000_000;
  private static final long START_NS = 100_000;

  private final FramePool pool = new FramePool();
  private final SimWorld world =
      new SimWorld(1, 1, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
  private final int payloadBytes;
  private long frames;

  private LinkSaturation(int payloadBytes) {
    this.payloadBytes = payloadBytes;
  }

  /**
   * Bytes of payload per second that the first end of a link of {@code profile} gets through in
   * frames of {@code payloadBytes}. Frames come in bursts, one in each cycle of credits: whole
   * cycles are looked at.
   */
  public static double bytesPerSecond(LinkProfile profile, int payloadBytes) {
    return new LinkSaturation(payloadBytes).measure(profile);
  }

  private double measure(LinkProfile profile) {
    FcWeather quiet = new FcWeather(FcFaults.NONE);
    Node sender = new Node(true);
    Node receiver = new Node(false);
    FcLink link =
        new FcLink(world, "link/0", profile, quiet, pool, FcLink.noTap(), sender, receiver);
    link.comeUp();
    long cycleNs = Math.max(1, profile.cyclePs(payloadBytes, 0) / 1_000);
    long measuredNs = cycleNs * Math.max(CYCLES_MIN, MEASURED_NS / cycleNs);
    world.run(START_NS + CYCLES_BEFORE * cycleNs);
    long before = frames;
    world.run(measuredNs);
    return (frames - before) * (double) payloadBytes / (measuredNs * 1e-9);
  }

  /** A port that sends all the time, or one that takes and counts. */
  private final class Node implements LinkClient {
    private final boolean isSender;

    Node(boolean isSender) {
      this.isSender = isSender;
    }

    @Override
    public SimReactor reactor() {
      return world.reactor(0);
    }

    @Override
    public boolean cutsThrough() {
      return false;
    }

    @Override
    public void onFrame(long nowNs, LinkEnd at, LinkFrame frame) {
      frames++;
      at.finish(nowNs, frame);
    }

    @Override
    public void onRoom(long nowNs, LinkEnd at) {
      while (isSender && at.hasRoom()) {
        at.send(nowNs, pool.take().set(24 + payloadBytes + 4, 0, 0));
      }
    }

    @Override
    public void onLinkUp(long nowNs, LinkEnd at) {
      onRoom(nowNs, at);
    }

    @Override
    public void onLinkDown(long nowNs, LinkEnd at) {
      // Nothing is wrong with this link.
    }
  }
}
