// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.bare.BareFramePort;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.fcp.initiator.FcpInitiatorPort;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.net.HardwareWorld;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.Transport;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FramePort;
import org.quintain.initiator.InitiatorPort;
import org.quintain.reactor.World;
import org.quintain.sam.Lun;

/**
 * A target port on an Ethernet link, and the initiator ports of ours on it: one N_Port for each
 * nexus of {@link #connect(String)}, and one for each that is chosen. Since a port takes a second
 * to get its address, some get theirs before they are asked for.
 */
final class FcoeFabric implements Fabric {
  private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
  private static final int SPARES = 8;
  private static final int CLOSING_TURNS = 8;

  private final FcoeUrl url;
  private final InitiatorNames names;
  private final NettyReactor reactor;
  private final HardwareWorld world;
  private final SharedLink link;
  private final long firstName;

  /** All ports that are open; read on the reactor, where they look for each other's addresses. */
  private final List<FcoeInitiator> initiators = new CopyOnWriteArrayList<>();

  private final ArrayDeque<FcoeInitiator> spares = new ArrayDeque<>();
  private final Map<String, FcoeInitiator> chosen = new HashMap<>();
  private final List<Nexus> nexuses = new ArrayList<>();
  private final ArrayDeque<BarePort> bareSpares = new ArrayDeque<>();
  private int bareCount;
  private boolean isFirst = true;

  /** The first port, which in a fabric the others stand beside. */
  private @Nullable FcoeInitiator physical;

  /** A nexus and its port; sole where the port is nobody else's. */
  private record Nexus(
      FcpInitiatorPort port, FcoeInitiator initiator, long target, boolean isSole) {}

  private FcoeFabric(
      FcoeUrl url, InitiatorNames names, long firstName, NettyReactor reactor, EthernetLink link) {
    this.url = url;
    this.names = names;
    this.firstName = firstName;
    this.reactor = reactor;
    this.world = new HardwareWorld(reactor);
    this.link = new SharedLink(link);
  }

  /**
   * Takes the link.
   *
   * @throws FabricException with one sentence when it cannot be had
   */
  static FcoeFabric open(FcoeUrl url) throws FabricException {
    NettyReactor reactor = new NettyReactor(0, Transport.NIO, "quintain-initiator");
    InitiatorNames names = new InitiatorNames(url.initiatorName());
    long firstName = names.next();
    try {
      EthernetLink link = url.link().open(reactor, FcoeAddress.ofName(firstName));
      return new FcoeFabric(url, names, firstName, reactor, link);
    } catch (IOException refused) {
      reactor.close();
      throw new FabricException(String.valueOf(refused.getMessage()), refused);
    }
  }

  @Override
  public String url() {
    return url.toString();
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public long lun() {
    return Lun.ofIndex(url.lunIndex());
  }

  @Override
  public int targetPorts() {
    return url.alsoName() == 0 ? 1 : 2;
  }

  @Override
  public synchronized InitiatorPort connect(String initiatorName) throws FabricException {
    forgetEnded();
    FcoeInitiator spare = spares.poll();
    FcoeInitiator initiator = spare == null ? newInitiator() : spare;
    InitiatorPort made = establish(initiator, url.targetName(), true);
    // The first connection stands alone for many uses; who connects again will do so often.
    boolean isSlow = url.mode() == FcoeMode.VN2VN;
    while (isSlow && nexuses.size() > 1 && spares.size() < SPARES) {
      spares.add(newInitiator());
    }
    return made;
  }

  @Override
  public synchronized InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
      throws FabricException {
    forgetEnded();
    String key = initiatorName + "/" + initiatorPort;
    long target = targetPort == 0 ? url.targetName() : url.alsoName();
    FcoeInitiator initiator = chosen.get(key);
    if (initiator == null) {
      FcoeInitiator spare = spares.poll();
      initiator = spare == null ? newInitiator() : spare;
      chosen.put(key, initiator);
    }
    for (Nexus nexus : List.copyOf(nexuses)) {
      if (nexus.initiator() == initiator && nexus.target() == target) {
        nexus.port().close();
        nexuses.remove(nexus);
      }
    }
    return establish(initiator, target, false);
  }

  private FcoeInitiator newInitiator() {
    long name = isFirst ? firstName : names.next();
    long address = isFirst ? link.address() : FcoeAddress.ofName(name);
    isFirst = false;
    NPortIdentity identity = new NPortIdentity(name, name, "Quintain initiator");
    FcoeInitiator beside = url.mode() == FcoeMode.FABRIC ? physical : null;
    FcoeInitiator made =
        beside != null
            ? beside.withVirtual(identity)
            : FcoeInitiator.on(
                reactor,
                link.port(address),
                url.mode(),
                identity,
                FcpInitiatorSettings.DEFAULTS,
                portId -> isTaken(name, portId));
    if (physical == null) {
      physical = made;
    }
    initiators.add(made);
    reactor.post(made::open);
    return made;
  }

  /** Whether a port of ours beside that of {@code portName} has {@code portId}; on the reactor. */
  private boolean isTaken(long portName, int portId) {
    for (FcoeInitiator each : initiators) {
      if (each.portName() != portName && each.portId() == portId) {
        return true;
      }
    }
    return false;
  }

  private InitiatorPort establish(FcoeInitiator initiator, long target, boolean isSole)
      throws FabricException {
    FcpInitiatorPort port = initiator.begin(world, target);
    boolean isDecided =
        world.awaitUntil(
            () -> port.isConnected() || !port.disconnectReason().isEmpty(), CONNECT_TIMEOUT_NS);
    nexuses.add(new Nexus(port, initiator, target, isSole));
    if (!port.isConnected()) {
      String why = isDecided ? port.disconnectReason() : "nothing was heard of it in time";
      port.close();
      forgetEnded();
      throw new FabricException(
          "No login to " + WorldWideName.format(target) + " on " + url.link() + ": " + why + ".");
    }
    return port;
  }

  /** Lets ports whose nexuses ended go. */
  private void forgetEnded() {
    for (Nexus nexus : List.copyOf(nexuses)) {
      if (!nexus.port().disconnectReason().isEmpty()) {
        nexuses.remove(nexus);
        boolean isBase = url.mode() == FcoeMode.FABRIC && nexus.initiator() == physical;
        if (nexus.isSole() && !isBase) {
          close(nexus.initiator());
        }
      }
    }
  }

  private void close(FcoeInitiator initiator) {
    initiators.remove(initiator);
    // What it said last, its logout, is on its way before what it posts itself.
    reactor.post(nowNs -> reactor.post(initiator::close));
  }

  @Override
  public @Nullable ByteStream openByteStream() {
    return null;
  }

  /** A bare port is an end node of its own, in a fabric too: it may say of itself what it likes. */
  @Override
  public synchronized FramePort openFramePort() throws FabricException {
    BarePort found = bareSpares.poll();
    BarePort bare = found == null ? new BarePort() : found;
    boolean isReady = bare.port.awaitUp(CONNECT_TIMEOUT_NS);
    if (url.mode() == FcoeMode.VN2VN) {
      isReady &= bare.port.awaitNeighbour(url.targetName(), CONNECT_TIMEOUT_NS);
      bareCount++;
      while (bareCount > 1 && bareSpares.size() < SPARES) {
        bareSpares.add(new BarePort());
      }
    }
    if (!isReady) {
      bare.close();
      throw new FabricException(
          "Nobody was found on "
              + url.link()
              + " by a bare port: "
              + WorldWideName.format(url.targetName())
              + " is not there.");
    }
    while (bare.port.receive(0) != null) {
      // Whoever introduced himself while the port was in store is not what the suite asks about.
    }
    return bare.port;
  }

  /** A port that a suite speaks through, with its driver. */
  private final class BarePort {
    final BareFramePort port;
    private final FcoePort driver;

    BarePort() {
      long name = names.next();
      NPortIdentity identity = new NPortIdentity(name, name, "");
      EthernetLink share = link.port(FcoeAddress.ofName(name));
      port = new BareFramePort(world, name, name, this::close);
      Random random = new Random(name ^ reactor.nowNs());
      driver =
          url.mode() == FcoeMode.FABRIC
              ? FcoePort.inFabric(reactor, share, port, identity)
              : FcoePort.amongNeighbours(
                  reactor,
                  share,
                  port,
                  identity,
                  FipMessage.FCP_INITIATOR,
                  random::nextInt,
                  portId -> isTaken(name, portId));
      reactor.post(driver::open);
    }

    void close() {
      reactor.post(nowNs -> reactor.post(atNs -> driver.close()));
    }
  }

  @Override
  public String targetName() {
    return WorldWideName.format(url.targetName());
  }

  @Override
  public synchronized void close() {
    nexuses.forEach(nexus -> nexus.port().close());
    nexuses.clear();
    // The physical port the last, since the others' logouts go out through it.
    for (FcoeInitiator initiator : initiators) {
      if (initiator != physical) {
        close(initiator);
      }
    }
    FcoeInitiator last = physical;
    if (last != null) {
      reactor.post(nowNs -> close(last));
    }
    closeLink(CLOSING_TURNS);
    reactor.close();
  }

  /** Some turns later, when what was said last is on its way. */
  private void closeLink(int turns) {
    reactor.post(
        nowNs -> {
          if (turns == 0) {
            link.close();
          } else {
            closeLink(turns - 1);
          }
        });
  }
}
