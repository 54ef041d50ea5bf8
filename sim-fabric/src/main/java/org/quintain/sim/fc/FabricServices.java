// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameCrc;
import org.quintain.sim.fc.link.LinkEnd;
import org.quintain.sim.fc.link.LinkFrame;
import org.quintain.sim.fc.service.CtServer;
import org.quintain.sim.fc.service.NameServer;
import org.quintain.sim.fc.service.PortObject;
import org.quintain.sim.fc.service.ZoneSet;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.time.EventHandler;

/**
 * The fabric's well-known addresses as every switch answers for them: login server (FFFFFEh),
 * fabric controller (FFFFFDh), directory server (FFFFFCh). Requests are looked at one after the
 * other, each after a while of its own.
 */
final class FabricServices implements EventHandler {
  static final int LOGIN_SERVER = 0xFF_FFFE;
  static final int FABRIC_CONTROLLER = 0xFF_FFFD;
  static final int DIRECTORY_SERVER = 0xFF_FFFC;

  private static final int HEADER_BYTES = 24;
  private static final int END_OF_SEQUENCE = 0x080000;
  private static final long SERVICE_MEAN_NS = 30_000;
  private static final long REMINDER_NS = 100_000_000;
  private static final int PAYLOAD_MIN = 256;

  private final SimWorld world;
  private final FcNetwork network;
  private final ServiceFrames frames;
  private final RandomStream random;
  private final FrameCrc crc = new FrameCrc();
  private final NameServer names = new NameServer();
  private final CtServer directory = new CtServer(names);
  private final StateChanges stateChanges;
  private final FabricLogouts logouts;
  private final SortedMap<Integer, FabricLogin> logins = new TreeMap<>();
  private final ArrayDeque<Job> jobs = new ArrayDeque<>();
  private ZoneSet zones = ZoneSet.OPEN;
  private long freeAtNs;
  private long remindedNs = -REMINDER_NS;

  /** A frame that waits to be looked at: its header at 0, its payload behind it. */
  private record Job(FcSwitch.Port port, ByteBuffer frame, int lengthBytes) {
    int source() {
      return frame.getInt(4) & 0xFF_FFFF;
    }

    int destination() {
      return frame.getInt(0) & 0xFF_FFFF;
    }

    int routing() {
      return frame.get(0) & 0xFF;
    }
  }

  FabricServices(SimWorld world, FcNetwork network, ServiceFrames frames) {
    this.world = world;
    this.network = network;
    this.frames = frames;
    this.random = world.random("fabric/services");
    this.stateChanges = new StateChanges(world, this, frames);
    this.logouts = new FabricLogouts(world, this, frames);
    names.setVisibility(
        (one, other) ->
            zones.allows(one.portName(), other.portName())
                && network.areJoined(one.portId() >>> 16, other.portId() >>> 16));
  }

  @Nullable FabricLogin login(int portId) {
    return logins.get(portId);
  }

  /** All ports that are logged in, by address. */
  List<FabricLogin> logins() {
    return new ArrayList<>(logins.values());
  }

  NameServer names() {
    return names;
  }

  /** How many RSCNs were sent. */
  long changesTold() {
    return stateChanges.told();
  }

  // What switches ask.

  /**
   * Whether a frame may come in by a port: its S_ID is an address that was given there, or it is a
   * login. A port that the fabric does not know is told so, now and then.
   */
  boolean mayEnter(long nowNs, FcSwitch.Port port, LinkFrame frame) {
    int source = frame.sourceId();
    FabricLogin login = logins.get(source);
    if (login != null ? login.port == port : frame.destinationId() == LOGIN_SERVER) {
      return true;
    }
    if (source != 0 && nowNs - remindedNs >= REMINDER_NS) {
      remindedNs = nowNs;
      byte[] logout = LinkService.logout(source, 0);
      frames.request(nowNs, port, LOGIN_SERVER, source, logout, frames.newExchange());
    }
    return false;
  }

  /** Whether {@code source} is an address that was given at {@code port}. */
  boolean isBehind(FcSwitch.Port port, int source) {
    FabricLogin login = logins.get(source);
    return login != null && login.port == port;
  }

  /** Whether two addresses may exchange frames. */
  boolean areZoned(int source, int destination) {
    return source >>> 16 == 0xFF || names.sees(source, destination);
  }

  // Requests.

  /** A frame for a well-known address came in by {@code port}; its bytes are copied. */
  void onFrame(long nowNs, FcSwitch.Port port, LinkFrame frame) {
    int length = frame.lengthBytes() - FrameCrc.LENGTH_BYTES;
    // All requests but ABTS, which counts on from the sequence that it ends, are one frame.
    boolean isAbort = frame.bytes().get(0) == (byte) ServiceFrames.ABTS;
    boolean isWhole =
        (frame.bytes().getInt(8) & END_OF_SEQUENCE) != 0 && frame.bytes().getShort(14) == 0;
    if (!crc.isRight(frame.bytes(), 0, length) || !(isWhole || isAbort)) {
      return;
    }
    ByteBuffer copy = ByteBuffer.allocate(length);
    copy.put(0, frame.bytes(), 0, length);
    int fill = copy.get(11) & 3;
    jobs.add(new Job(port, copy, length - fill));
    freeAtNs = Math.max(freeAtNs, nowNs) + random.exponentialNs(SERVICE_MEAN_NS);
    world.schedule(freeAtNs, this, 0, 0);
  }

  @Override
  public void onEvent(long nowNs, int kind, long argument) {
    Job job = jobs.remove();
    if (!job.port().isUp()) {
      return;
    }
    if (job.lengthBytes() < HEADER_BYTES + 4) {
      onBasic(nowNs, job);
      return;
    }
    switch (job.routing()) {
      case ServiceFrames.ELS_REQUEST -> onLinkService(nowNs, job);
      case ServiceFrames.ELS_REPLY -> onReply(nowNs, job);
      case ServiceFrames.CT_REQUEST -> onCommonTransport(nowNs, job);
      default -> onBasic(nowNs, job);
    }
  }

  private void onReply(long nowNs, Job job) {
    int exchange = job.frame().getShort(16) & 0xFFFF;
    logouts.onAnswered(exchange);
    FabricLogin login = logins.get(job.source());
    if (login != null) {
      stateChanges.onAnswered(nowNs, login, exchange);
    }
  }

  /** ABTS of an exchange with the fabric, which keeps none open: BA_ACC (FC-FS-6 16.3.4). */
  private void onBasic(long nowNs, Job job) {
    if (job.routing() == ServiceFrames.ABTS) {
      int exchanges = job.frame().getInt(16);
      byte[] payload =
          ByteBuffer.allocate(12).putInt(0).putInt(exchanges).putInt(0x0000_FFFF).array();
      reply(nowNs, job, job.source(), ServiceFrames.BA_ACC, ServiceFrames.TYPE_BASIC, payload);
    }
  }

  private void reply(long nowNs, Job job, int to, int routing, int type, byte[] payload) {
    FabricLogin login = logins.get(job.source());
    int payloadMax = login == null ? PAYLOAD_MIN : login.payloadMax;
    frames.reply(nowNs, job.port(), job.frame(), to, routing, type, payload, payloadMax);
  }

  private void answer(long nowNs, Job job, byte[] payload) {
    reply(nowNs, job, job.source(), ServiceFrames.ELS_REPLY, ServiceFrames.TYPE_ELS, payload);
  }

  private void onCommonTransport(long nowNs, Job job) {
    FabricLogin login = logins.get(job.source());
    if (login == null || !login.isWithDirectory) {
      byte[] logout = LinkService.logout(DIRECTORY_SERVER, network.fabricName());
      frames.request(
          nowNs, job.port(), DIRECTORY_SERVER, job.source(), logout, frames.newExchange());
      return;
    }
    PortObject before = names.port(job.source());
    boolean hadType = before != null && before.hasType(8);
    ByteBuffer request = job.frame().slice(HEADER_BYTES, job.lengthBytes() - HEADER_BYTES);
    byte[] response = directory.answer(job.source(), request, request.capacity());
    reply(nowNs, job, job.source(), ServiceFrames.CT_REPLY, ServiceFrames.TYPE_CT, response);
    PortObject after = names.port(job.source());
    if (after != null && after.hasType(8) != hadType) {
      tellOthers(nowNs, login);
    }
  }

  private void onLinkService(long nowNs, Job job) {
    int command = job.frame().get(HEADER_BYTES) & 0xFF;
    if (job.destination() == LOGIN_SERVER
        && (command == LinkService.FLOGI || command == LinkService.FDISC)) {
      onFabricLogin(nowNs, job, command == LinkService.FDISC);
      return;
    }
    FabricLogin login = logins.get(job.source());
    if (login == null) {
      answer(nowNs, job, LinkService.reject(LinkService.UNABLE, LinkService.LOGIN_REQUIRED));
      return;
    }
    switch (command) {
      case LinkService.PLOGI -> onPortLogin(nowNs, job, login);
      case LinkService.LOGO -> onLogout(nowNs, job, login);
      case LinkService.RTV -> answer(nowNs, job, LinkService.acceptReadTimeouts());
      case LinkService.SCR -> {
        StateChanges.register(login, job.frame().get(HEADER_BYTES + 7) & 0xFF);
        answer(nowNs, job, LinkService.accept());
      }
      case LinkService.ECHO -> {
        byte[] echo = new byte[job.lengthBytes() - HEADER_BYTES];
        job.frame().get(HEADER_BYTES, echo);
        echo[0] = LinkService.LS_ACC;
        answer(nowNs, job, echo);
      }
      default ->
          answer(
              nowNs,
              job,
              LinkService.reject(LinkService.NOT_SUPPORTED, LinkService.NO_EXPLANATION));
    }
  }

  /**
   * FLOGI (FC-LS-5 4.3.7) ends all that was logged in behind the port; FDISC (4.3.5) adds a virtual
   * port.
   */
  private void onFabricLogin(long nowNs, Job job, boolean isVirtual) {
    if (job.lengthBytes() < HEADER_BYTES + LinkService.LOGIN_BYTES) {
      answer(nowNs, job, LinkService.reject(LinkService.LOGICAL_ERROR, LinkService.NO_EXPLANATION));
      return;
    }
    FcSwitch.Port port = job.port();
    long portName = LinkService.portName(job.frame(), HEADER_BYTES);
    if (isVirtual && !isAnyBehind(port)) {
      answer(nowNs, job, LinkService.reject(LinkService.UNABLE, LinkService.LOGIN_REQUIRED));
      return;
    }
    if (isVirtual) {
      logOutName(nowNs, port, portName);
    } else {
      onPortDown(nowNs, port);
    }
    int portId = port.owner().addresses().assign(port.area(), portName);
    LinkEnd end = port.end();
    if (portId < 0 || end == null) {
      answer(
          nowNs, job, LinkService.reject(LinkService.UNABLE, LinkService.INSUFFICIENT_RESOURCES));
      return;
    }
    int payloadMax = LinkService.payloadMax(job.frame(), HEADER_BYTES) & ~3;
    long nodeName = LinkService.nodeName(job.frame(), HEADER_BYTES);
    FabricLogin login =
        new FabricLogin(portId, portName, nodeName, port, Math.max(PAYLOAD_MIN, payloadMax));
    network.onWaysChanged(nowNs);
    logins.put(portId, login);
    names.logIn(portId, portName, nodeName, network.portName(port));
    byte[] accept =
        LinkService.acceptFabricLogin(
            network.portName(port),
            network.fabricName(),
            end.buffers(),
            end.link().profile().recoveryExponent());
    reply(nowNs, job, portId, ServiceFrames.ELS_REPLY, ServiceFrames.TYPE_ELS, accept);
    tellOthers(nowNs, login);
  }

  private boolean isAnyBehind(FcSwitch.Port port) {
    return logins.values().stream().anyMatch(login -> login.port == port);
  }

  private void logOutName(long nowNs, FcSwitch.Port port, long portName) {
    for (FabricLogin login : logins()) {
      if (login.port == port && login.portName == portName) {
        end(nowNs, login);
      }
    }
  }

  private void onPortLogin(long nowNs, Job job, FabricLogin login) {
    login.isWithDirectory |= job.destination() == DIRECTORY_SERVER;
    long serverName = network.fabricName() | (job.destination() & 0xFFL);
    answer(nowNs, job, LinkService.acceptPortLogin(serverName, network.fabricName()));
  }

  private void onLogout(long nowNs, Job job, FabricLogin login) {
    answer(nowNs, job, LinkService.accept());
    if (job.destination() == LOGIN_SERVER) {
      end(nowNs, login);
    } else if (job.destination() == DIRECTORY_SERVER) {
      login.isWithDirectory = false;
    }
  }

  // Changes.

  /** The link of an F_Port is down: all that was logged in behind it is not any more. */
  void onPortDown(long nowNs, FcSwitch.Port port) {
    logouts.forget(port);
    for (FabricLogin login : logins()) {
      if (login.port == port) {
        end(nowNs, login);
      }
    }
  }

  /** The fabric ends a login by itself, and says so to the port. */
  void logOut(long nowNs, FabricLogin login) {
    logouts.tell(nowNs, login);
    end(nowNs, login);
  }

  private void end(long nowNs, FabricLogin login) {
    network.onWaysChanged(nowNs);
    List<FabricLogin> others = others(login);
    logins.remove(login.portId);
    login.port.owner().addresses().release(login.portId);
    names.logOut(login.portId);
    for (FabricLogin other : others) {
      stateChanges.onChanged(nowNs, other, StateChanges.PORT | login.portId);
    }
  }

  private void tellOthers(long nowNs, FabricLogin login) {
    for (FabricLogin other : others(login)) {
      stateChanges.onChanged(nowNs, other, StateChanges.PORT | login.portId);
    }
  }

  private List<FabricLogin> others(FabricLogin login) {
    List<FabricLogin> found = new ArrayList<>();
    for (FabricLogin other : logins.values()) {
      if (other != login && names.sees(other.portId, login.portId)) {
        found.add(other);
      }
    }
    return found;
  }

  /** Other zones are active: who gains or loses sight of a port is told of it (FC-GS-8 6.4.6). */
  void setZones(long nowNs, ZoneSet next) {
    network.onWaysChanged(nowNs);
    ZoneSet before = zones;
    zones = next;
    for (FabricLogin one : logins.values()) {
      for (FabricLogin other : logins.values()) {
        if (before.allows(one.portName, other.portName)
            != next.allows(one.portName, other.portName)) {
          stateChanges.onChanged(nowNs, one, StateChanges.PORT | other.portId);
        }
      }
    }
  }

  ZoneSet zones() {
    return zones;
  }

  /** Everybody is told that anything may have changed. */
  void tellAll(long nowNs) {
    for (FabricLogin login : logins.values()) {
      stateChanges.onChanged(nowNs, login, StateChanges.FABRIC);
    }
  }
}
