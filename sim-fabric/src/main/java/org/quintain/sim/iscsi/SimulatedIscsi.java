// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.TargetControl;
import org.quintain.initiator.TargetNote;
import org.quintain.iscsi.authentication.ChallengeSource;
import org.quintain.iscsi.initiator.InitiatorOptions;
import org.quintain.iscsi.initiator.IscsiInitiatorPort;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.sam.Check;
import org.quintain.sim.capture.PcapngWriter;
import org.quintain.sim.capture.StreamCapture;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.SimulatedFabric;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.stream.SimByteStream;
import org.quintain.sim.stream.SimStream;
import org.quintain.sim.stream.StreamFaults;
import org.quintain.wire.StreamEndpoint;

/**
 * The iSCSI fabric in simulation: one target host with one portal, and initiators on reactor 0, all
 * joined by simulated streams. The target's end of every stream lives on the wire reactor.
 */
public final class SimulatedIscsi implements SimulatedFabric {
  /** The portal's host. */
  public static final String HOST = "10.0.0.1";

  /** The portal's port. */
  public static final int PORT = 3260;

  private static final long SECOND_NS = 1_000_000_000L;
  private static final int FIRST_INITIATOR_PORT = 40_000;

  private final SimWorld world;
  private final FabricSetup setup;
  private final TargetShape shape;
  private final ChallengeSource challenges;
  private final TargetHost host;
  private final @Nullable StreamCapture capture;
  private final List<SimStream> streams = new ArrayList<>();
  private final Map<InitiatorPort, List<SimStream>> streamsOf = new LinkedHashMap<>();
  private int streamCount;

  /** Makes the fabric, its target powered on. */
  public SimulatedIscsi(SimWorld world, FabricSetup setup) {
    this(world, setup, TargetShape.drawn(new RandomStream(world.seed(), "iscsi/shape")));
  }

  /** The same with what is there to be tested. */
  SimulatedIscsi(SimWorld world, FabricSetup setup, TargetShape shape) {
    this.world = world;
    this.setup = setup;
    this.shape = shape;
    this.challenges =
        TargetShape.challenges(new RandomStream(world.seed(), "iscsi/initiators/challenges"));
    OutputStream sink = setup.capture();
    String comment = "simulated iSCSI, seed " + world.seed();
    this.capture =
        sink == null
            ? null
            : new StreamCapture(PcapngWriter.ofEthernet(sink, "sim:iscsi", comment));
    this.host = new TargetHost(world, setup, shape);
  }

  /** The world it is in. */
  public SimWorld world() {
    return world;
  }

  /** The target's name. */
  public String targetName() {
    return TargetHost.TARGET_NAME;
  }

  /** The name of the target that target port {@code number} is, from 0 on. */
  String targetName(int number) {
    return number == 0 ? TargetHost.TARGET_NAME : TargetHost.TARGET_NAME + "." + (number + 1);
  }

  /** Lets the target say {@code notice} to all its initiators. */
  void tell(TargetControl.Notice notice, int seconds) {
    world.reactor(setup.wireReactor()).post(nowNs -> host.tell(nowNs, notice, seconds));
  }

  /** What is told of the target. */
  String told(TargetNote note) {
    return shape.told(note);
  }

  /** How many target ports there are. */
  int targetPorts() {
    return setup.targetPorts();
  }

  @Override
  public InitiatorPort connect(int initiator) {
    String name = String.format(Locale.ROOT, "iqn.2026-11.org.quintain:initiator%d", initiator);
    return begin(initiator, options(name, 0x80_0000_000000L + initiator));
  }

  /** Begins a session with {@code options} from the host of initiator {@code initiator}. */
  IscsiInitiatorPort begin(int initiator, InitiatorOptions options) {
    // Connections that the session dials later are added to the same list.
    List<SimStream> dialled = new ArrayList<>(1);
    try {
      IscsiInitiatorPort port =
          IscsiInitiatorPort.begin(
              world,
              (toHost, toPort, endpoint) -> {
                dialled.removeIf(SimStream::isGone);
                dialled.addAll(dial(initiator, endpoint));
              },
              HOST,
              PORT,
              options);
      streamsOf.put(port, dialled);
      return port;
    } catch (FabricException impossible) {
      throw new IllegalStateException("a simulated portal is always dialled", impossible);
    }
  }

  /** What a session of {@code initiatorName} offers in this fabric. */
  InitiatorOptions options(String initiatorName, long isid) {
    return options(initiatorName, isid, 0);
  }

  /** What a session of {@code initiatorName} with a target port offers in this fabric. */
  InitiatorOptions options(String initiatorName, long isid, int targetPort) {
    KeyPreferences preferences =
        IscsiSettings.applied(KeyPreferences.ofInitiator(), setup.initiatorSettings());
    return InitiatorOptions.normal(initiatorName, targetName(targetPort), isid)
        .withPreferences(preferences)
        .withAuthentication(shape.initiators(challenges))
        .withCommandsMax(setup.queueDepthMax())
        .withPing(setup.pingIntervalNs(), setup.pingIntervalNs())
        .withDirectBuffers(false);
  }

  /** A bare byte stream to the portal, or null when it cannot be had. */
  public @Nullable SimByteStream openByteStream() {
    SimByteStream bytes = new SimByteStream(world);
    dial(99, bytes);
    return bytes.awaitConnected(10 * SECOND_NS) ? bytes : null;
  }

  private List<SimStream> dial(int initiator, StreamEndpoint endpoint) {
    if (!host.isOn()) {
      long refusedNs = world.nowNs() + 2 * setup.streamProfile().latencyNs();
      world
          .reactor(0)
          .callAt(refusedNs, nowNs -> endpoint.onDisconnected(nowNs, "connection refused"));
      return List.of();
    }
    int number = streamCount++;
    SimReactor wire = world.reactor(setup.wireReactor());
    SimStream stream =
        new SimStream(
            world,
            number,
            "10.0.1." + (initiator + 1) + ":" + (FIRST_INITIATOR_PORT + number % 20_000),
            HOST + ":" + PORT,
            setup.streamProfile(),
            setup.streamWeather(),
            new IscsiTap(number, setup.mutation().tap(world), capture, shape.segmentation()),
            new SimStream.End(() -> endpoint, world.reactor(0)),
            new SimStream.End(this::accept, wire));
    streams.removeIf(SimStream::isGone);
    streamsOf.keySet().removeIf(port -> !port.disconnectReason().isEmpty());
    streams.add(stream);
    return List.of(stream);
  }

  private StreamEndpoint accept() {
    StreamEndpoint endpoint = host.accept();
    Check.that(endpoint != null, "the node takes as many connections as a run makes");
    return endpoint;
  }

  @Override
  public void disconnect(InitiatorPort port) {
    IscsiInitiatorPort iscsi = (IscsiInitiatorPort) port;
    world.reactor(0).post(iscsi.session()::logOut);
  }

  @Override
  public void breakWire(InitiatorPort port) {
    IscsiInitiatorPort iscsi = (IscsiInitiatorPort) port;
    world.reactor(0).post(nowNs -> iscsi.session().abort(nowNs, "given up by the initiator"));
    for (SimStream stream : List.copyOf(streamsOf.getOrDefault(port, List.of()))) {
      if (!stream.isGone()) {
        stream.reset(world.nowNs(), "given up by the initiator");
      }
    }
  }

  @Override
  public void powerOff() {
    for (SimStream stream : streams) {
      stream.onTargetPowerLost(world.nowNs());
    }
    host.powerOff();
  }

  @Override
  public void powerOn() {
    host.powerOn();
  }

  void silenceStores(boolean areSilent) {
    host.silenceStores(areSilent);
  }

  @Override
  public void heal() {
    setup.streamWeather().set(StreamFaults.NONE);
    DiskFaults before = setup.diskWeather().faults();
    setup
        .diskWeather()
        .set(new DiskFaults(0, 0, 0, before.lostOnPowerLoss(), before.tornOnPowerLoss()));
  }

  @Override
  public @Nullable String whatIsBusy() {
    return host.whatIsBusy();
  }

  @Override
  public void check(long nowNs) {
    for (SimStream stream : streams) {
      stream.check();
    }
    host.check();
  }

  @Override
  public SortedMap<String, Long> faultCounts() {
    SortedMap<String, Long> counts = setup.diskWeather().faultCounts();
    counts.putAll(setup.streamWeather().faultCounts());
    return counts;
  }
}
