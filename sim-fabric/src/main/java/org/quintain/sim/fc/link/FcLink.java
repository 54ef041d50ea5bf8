// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import org.quintain.sam.Check;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.time.EventHandler;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;

/**
 * A link between two ports.
 *
 * <pre>
 * DOWN → INITIALISING → UP → DOWN …      RESETTING: LR and LRR, all credits are set anew
 *                        ↕
 *                    RESETTING
 * </pre>
 *
 * A higher epoch says that the link was down or reset since: what was under way then is void.
 */
public final class FcLink implements EventHandler {
  private static final int COME_UP = 0;
  private static final int FLAP = 1;
  private static final long INITIALISATION_NS = 20_000;

  private static final LinkTap NO_TAP = new LinkTap() {};

  private final SimWorld world;
  private final String name;
  private final TraceSource source;
  private final LinkProfile profile;
  private final FcWeather weather;
  private final FramePool pool;
  private final LinkTap tap;
  private final LinkEnd first;
  private final LinkEnd second;
  private boolean up;
  private boolean flapScheduled;
  private int holds;
  private int epoch;
  private long resets;

  /**
   * A link that is down until {@link #comeUp}.
   *
   * @param name its path, such as "link/2"
   */
  public FcLink(
      SimWorld world,
      String name,
      LinkProfile profile,
      FcWeather weather,
      FramePool pool,
      LinkTap tap,
      LinkClient firstClient,
      LinkClient secondClient) {
    this.world = world;
    this.name = name;
    this.source = world.trace().source(name);
    this.profile = profile;
    this.weather = weather;
    this.pool = pool;
    this.tap = tap;
    first =
        new LinkEnd(this, name + "/a", firstClient, profile.creditFirst(), profile.creditSecond());
    second =
        new LinkEnd(this, name + "/b", secondClient, profile.creditSecond(), profile.creditFirst());
    first.join(second);
    second.join(first);
  }

  /** A tap that sees nothing. */
  public static LinkTap noTap() {
    return NO_TAP;
  }

  /** The end of the first client. */
  public LinkEnd first() {
    return first;
  }

  /** The end of the second client. */
  public LinkEnd second() {
    return second;
  }

  /** Its path. */
  public String name() {
    return name;
  }

  /** What it is made of. */
  public LinkProfile profile() {
    return profile;
  }

  /** Whether both ends see each other. */
  public boolean isUp() {
    return up;
  }

  /** How often all credits had to be set anew. */
  public long resets() {
    return resets;
  }

  SimWorld world() {
    return world;
  }

  FcWeather weather() {
    return weather;
  }

  FramePool pool() {
    return pool;
  }

  LinkTap tap() {
    return tap;
  }

  int epoch() {
    return epoch;
  }

  /** Lets the link come up after its initialisation, unless something holds it down. */
  public void comeUp() {
    world.schedule(world.nowNs() + INITIALISATION_NS, this, COME_UP, ++epoch);
  }

  /** Takes the link down until {@link #letUp}; several holds add up. */
  public void holdDown(long nowNs) {
    holds++;
    goDown(nowNs);
  }

  /** Takes one hold off. */
  public void letUp() {
    holds--;
    Check.that(holds >= 0, "a hold is taken off once", holds);
    if (holds == 0) {
      comeUp();
    }
  }

  /** The link goes down for {@code durationNs}. */
  public void flap(long nowNs, long durationNs) {
    goDown(nowNs);
    world.schedule(nowNs + durationNs + INITIALISATION_NS, this, COME_UP, epoch);
  }

  void flapSoon(long durationNs) {
    if (!flapScheduled) {
      flapScheduled = true;
      world.schedule(world.nowNs(), this, FLAP, durationNs);
    }
  }

  /**
   * The trace tells of each frame; where sequences may travel whole, it tells of those instead, and
   * of frames only to who reads it.
   */
  void note(long nowNs, TraceSource from, LinkFrame frame) {
    int crc = frame.bytes().getInt(frame.lengthBytes() - 4);
    if (!pool.trains().isPermitted()) {
      world.trace().event(nowNs, from, TraceKind.FRAME_SENT, frame.lengthBytes(), crc);
    } else if (world.trace().hasSink()) {
      String text = "frame-sent bytes=" + frame.lengthBytes() + " crc=" + Integer.toHexString(crc);
      world.trace().remark(nowNs, from, text);
    }
  }

  private void goDown(long nowNs) {
    pool.trains().toFrames(nowNs);
    epoch++;
    if (!up) {
      return;
    }
    up = false;
    world.trace().event(nowNs, source, TraceKind.LINK_DOWN, epoch, 0);
    clear(nowNs);
    first.dropWaiting(nowNs);
    second.dropWaiting(nowNs);
    first.client().onLinkDown(nowNs, first);
    second.client().onLinkDown(nowNs, second);
  }

  private void clear(long nowNs) {
    first.clear(nowNs);
    second.clear(nowNs);
  }

  /**
   * LR and LRR (FC-FS-6 19.4.8): both ends forget what they knew of each other's buffers. Frames on
   * the fibre are lost, those that wait go on.
   */
  void reset(long nowNs) {
    pool.trains().toFrames(nowNs);
    epoch++;
    resets++;
    world.trace().event(nowNs, source, TraceKind.LINK_RESET, epoch, 0);
    clear(nowNs);
    first.resume(nowNs);
    second.resume(nowNs);
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    if (kind == FLAP) {
      flapScheduled = false;
      if (up) {
        flap(nowNs, argument);
      }
    } else if (argument == epoch && !up && holds == 0) {
      up = true;
      clear(nowNs);
      world.trace().event(nowNs, source, TraceKind.LINK_UP, epoch, 0);
      first.client().onLinkUp(nowNs, first);
      second.client().onLinkUp(nowNs, second);
    }
  }

  /** Checks that no credit is gone but those that a fault took. */
  public void check() {
    first.checkCredits();
    second.checkCredits();
  }

  /** Whether nothing is under way on it. */
  public boolean isQuiet() {
    return first.isQuiet() && second.isQuiet();
  }
}
