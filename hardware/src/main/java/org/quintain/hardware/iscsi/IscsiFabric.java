// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.iscsi;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.quintain.hardware.net.HardwareWorld;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.StreamDialler;
import org.quintain.hardware.net.Transport;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.TargetNote;
import org.quintain.iscsi.authentication.InitiatorAuthentication;
import org.quintain.iscsi.initiator.InitiatorOptions;
import org.quintain.iscsi.initiator.IscsiInitiatorPort;
import org.quintain.iscsi.initiator.IscsiUrl;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.reactor.World;
import org.quintain.sam.Lun;
import org.quintain.wire.StreamEndpoint;

/** One target behind an {@code iscsi://} URL, and the reactor that all sessions to it live on. */
final class IscsiFabric implements Fabric {
  private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

  /** Type "random" of RFC 7143 11.12.5: told apart by the process, then by the session. */
  private static final long ISID_RANDOM = 0x8000_0000_0000L;

  /** Where the qualifiers of chosen initiator ports begin; those of others are below. */
  private static final int CHOSEN = 0xF000;

  private static final AtomicInteger SESSIONS = new AtomicInteger();

  private final IscsiUrl url;
  private final KeyPreferences preferences;
  private final InitiatorAuthentication authentication;
  private final Map<TargetNote, String> notes;
  private final NettyReactor reactor;
  private final HardwareWorld world;
  private final StreamDialler dialler;
  private final List<InitiatorPort> ports = new ArrayList<>();

  IscsiFabric(
      IscsiUrl url,
      KeyPreferences preferences,
      InitiatorAuthentication authentication,
      Map<TargetNote, String> notes) {
    this.url = url;
    this.notes = notes;
    this.preferences = preferences;
    this.authentication = authentication;
    this.reactor = new NettyReactor(0, Transport.NIO, "quintain-initiator");
    this.world = new HardwareWorld(reactor);
    this.dialler = new StreamDialler(reactor);
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
  public InitiatorPort connect(String initiatorName) throws FabricException {
    return establish(initiatorName, newIsid(), url.targetName());
  }

  @Override
  public int targetPorts() {
    return url.alsoName().isEmpty() ? 1 : 2;
  }

  @Override
  public InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
      throws FabricException {
    long isid = isidOfProcess() | CHOSEN + initiatorPort;
    return establish(initiatorName, isid, targetPort == 0 ? url.targetName() : url.alsoName());
  }

  private InitiatorPort establish(String initiatorName, long isid, String targetName)
      throws FabricException {
    String name = url.initiatorName().isEmpty() ? initiatorName : url.initiatorName();
    InitiatorOptions options =
        InitiatorOptions.normal(name, targetName, isid)
            .withPreferences(preferences)
            .withAuthentication(authentication);
    InitiatorPort port =
        IscsiInitiatorPort.open(world, this::dial, url.host(), url.port(), options);
    synchronized (ports) {
      ports.add(port);
    }
    return port;
  }

  private static long newIsid() {
    return isidOfProcess() | SESSIONS.incrementAndGet() % CHOSEN;
  }

  private static long isidOfProcess() {
    return ISID_RANDOM | (ProcessHandle.current().pid() & 0xFF_FFFF) << 16;
  }

  private void dial(String host, int port, StreamEndpoint endpoint) throws FabricException {
    try {
      dialler.dial(new InetSocketAddress(host, port), endpoint, CONNECT_TIMEOUT_NS);
    } catch (IOException unreachable) {
      throw new FabricException(String.valueOf(unreachable.getMessage()), unreachable);
    }
  }

  @Override
  public ByteStream openByteStream() throws FabricException {
    try {
      return new SocketByteStream(
          StreamDialler.connect(new InetSocketAddress(url.host(), url.port()), CONNECT_TIMEOUT_NS));
    } catch (IOException unreachable) {
      throw new FabricException(String.valueOf(unreachable.getMessage()), unreachable);
    }
  }

  @Override
  public String targetName() {
    return url.targetName();
  }

  @Override
  public String told(TargetNote note) {
    return notes.getOrDefault(note, "");
  }

  @Override
  public void close() {
    List<InitiatorPort> open;
    synchronized (ports) {
      open = new ArrayList<>(ports);
      ports.clear();
    }
    open.forEach(InitiatorPort::close);
    reactor.close();
  }
}
