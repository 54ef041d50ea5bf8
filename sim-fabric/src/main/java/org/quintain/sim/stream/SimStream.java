// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.stream;

import java.util.function.Supplier;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.trace.TraceKind;
import org.quintain.sim.trace.TraceSource;
import org.quintain.wire.StreamEndpoint;

/**
 * A simulated TCP connection: an end at the initiator, an end at the target, a direction each way.
 * Used on the simulation's thread.
 */
public final class SimStream {
  private static final StreamTap NO_TAP = new StreamTap() {};

  private final SimWorld world;
  private final int number;
  private final String name;
  private final String initiatorAddress;
  private final String targetAddress;
  private final StreamTap tap;
  private final StreamProfile profile;
  private final RandomStream random;
  private final TraceSource source;
  private final StreamDirection toTarget;
  private final StreamDirection toInitiator;
  private final StreamSide initiatorSide;
  private final StreamSide targetSide;

  /**
   * Makes a stream that comes up after one round trip.
   *
   * @param number the stream's number in its run, from 0
   * @param initiatorAddress "host:port" of the end that connects
   * @param targetAddress "host:port" of the end that listens
   */
  public SimStream(
      SimWorld world,
      int number,
      String initiatorAddress,
      String targetAddress,
      StreamProfile profile,
      StreamWeather weather,
      StreamTap tap,
      End initiator,
      End target) {
    this.world = world;
    this.number = number;
    this.name = "stream/" + number;
    this.initiatorAddress = initiatorAddress;
    this.targetAddress = targetAddress;
    this.tap = tap;
    this.profile = profile;
    this.random = world.random(name);
    this.source = world.trace().source(name);
    toTarget = new StreamDirection(world, this, true, profile, weather);
    toInitiator = new StreamDirection(world, this, false, profile, weather);
    initiatorSide = new StreamSide(this, initiator, toTarget, toInitiator, true);
    targetSide = new StreamSide(this, target, toInitiator, toTarget, false);
    world.trace().event(world.nowNs(), source, TraceKind.CONNECTED, number, 0);
    tap.onConnected(world.nowNs(), this);
    targetSide.connectAt(world.nowNs() + profile.latencyNs());
    initiatorSide.connectAt(world.nowNs() + 2 * profile.latencyNs());
  }

  /**
   * What stands at one end of a stream.
   *
   * @param endpoint makes the endpoint when the stream comes up there
   * @param reactor the reactor it lives on
   */
  public record End(Supplier<StreamEndpoint> endpoint, SimReactor reactor) {}

  /** A tap that sees nothing. */
  public static StreamTap noTap() {
    return NO_TAP;
  }

  /** The stream's number in its run. */
  public int number() {
    return number;
  }

  /** The stream's path. */
  public String name() {
    return name;
  }

  /** The connecting end's address. */
  public String initiatorAddress() {
    return initiatorAddress;
  }

  /** The listening end's address. */
  public String targetAddress() {
    return targetAddress;
  }

  /** Whether both ends have been told that the stream is gone. */
  public boolean isGone() {
    return initiatorSide.isGone() && targetSide.isGone();
  }

  /** Both ends lose the stream, each after its own time; what is under way is lost. */
  public void reset(long nowNs, String remark) {
    tap.onReset(nowNs, true, remark);
    toTarget.kill();
    toInitiator.kill();
    initiatorSide.loseAt(
        nowNs + random.exponentialNs(profile.latencyNs()), "connection reset by peer");
    targetSide.loseAt(
        nowNs + random.exponentialNs(profile.latencyNs()), "connection reset by peer");
  }

  /**
   * The target's end vanishes with its host: the initiator is told at once or only when it sends.
   */
  public void onTargetPowerLost(long nowNs) {
    toInitiator.kill();
    toTarget.kill();
    targetSide.vanish();
    initiatorSide.loseAt(nowNs + random.exponentialNs(1_000_000), "connection reset by peer");
  }

  /** Checks both directions' positions. */
  public void check() {
    toTarget.check();
    toInitiator.check();
  }

  void loseOneEnd(long nowNs, boolean initiator) {
    tap.onReset(nowNs, initiator, "injected half-open stream");
    side(initiator).loseAt(nowNs, "connection timed out");
    toTarget.kill();
    toInitiator.kill();
    side(!initiator).becomeHalfOpen();
  }

  /** {@code lost} sends into a stream whose other end is gone: a reset comes back. */
  void answerWithReset(long nowNs, StreamSide lost) {
    lost.loseAt(nowNs + 2 * profile.latencyNs(), "connection reset by peer");
  }

  private StreamSide side(boolean initiator) {
    return initiator ? initiatorSide : targetSide;
  }

  StreamSide sender(boolean fromInitiator) {
    return side(fromInitiator);
  }

  StreamSide receiver(boolean fromInitiator) {
    return side(!fromInitiator);
  }

  StreamTap tap() {
    return tap;
  }

  SimWorld world() {
    return world;
  }

  TraceSource source() {
    return source;
  }
}
