// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quintain.ib.transport.IbPort;
import org.quintain.ib.transport.ManagementAgent;
import org.quintain.ib.transport.RcQueuePair;
import org.quintain.ib.wire.ManagementDatagram;
import org.quintain.wire.ConnectListener;
import org.quintain.wire.ConnectParameters;
import org.quintain.wire.Gid;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairListener;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RdmaPath;
import org.quintain.wire.RdmaPort;
import org.quintain.wire.RdmaWire;

/**
 * A port of an adapter as upper layers see it: an {@link IbPort} with its communication management,
 * whose driver drives the former. On the port's reactor.
 */
public final class ConnectedPort implements RdmaPort, ManagementAgent {
  private static final Gid NOWHERE = new Gid(0, 0);

  private final IbPort port;
  private final CommunicationManager manager;
  private final Map<Integer, ConnectionEnd> ends = new LinkedHashMap<>();
  private Gid gid = NOWHERE;

  /**
   * Gives {@code port} its communication management.
   *
   * @param seed of communication identifiers: another one than the last time, so that a peer that
   *     remembers an old one is not confused
   */
  public ConnectedPort(IbPort port, CmTimes times, int seed) {
    this.port = port;
    this.manager =
        new CommunicationManager(
            times,
            port.options().guid(),
            seed,
            2 * port.options().queuePairsMax(),
            this::send,
            this::end);
    port.attach(this);
  }

  /** What its driver drives. */
  public IbPort endpoint() {
    return port;
  }

  /** How many communications there are, those in their time of waiting included. */
  public int communications() {
    return manager.size();
  }

  private void send(long nowNs, RdmaPath path, ByteBuffer datagram) {
    port.sendManagementDatagram(path, datagram, 0, ManagementDatagram.LENGTH_BYTES);
  }

  // What upper layers want.

  @Override
  public @Nullable MemoryRegion register(
      ByteBuffer memory, int offsetBytes, int lengthBytes, int rights) {
    return port.register(memory, offsetBytes, lengthBytes, rights);
  }

  @Override
  public boolean listen(long serviceId, ConnectListener listener) {
    return manager.listen(serviceId, listener);
  }

  @Override
  public void stopListening(long serviceId) {
    manager.stopListening(serviceId);
  }

  @Override
  public QueuePair connect(long nowNs, ConnectParameters parameters, QueuePairListener listener) {
    Gid destination = parameters.destination();
    Communication communication = port.isRemoved() ? null : manager.make(destination);
    ConnectionEnd end =
        communication == null ? null : end(communication, listener, parameters.options());
    if (communication == null || end == null) {
      if (communication != null) {
        manager.drop(communication);
      }
      DeadQueuePair dead = new DeadQueuePair(destination);
      port.defer(atNs -> listener.onUnreachable(atNs, dead));
      return dead;
    }
    manager.connect(nowNs, communication, end, parameters);
    onChanged();
    return end.queuePair();
  }

  private @Nullable ConnectionEnd end(
      Communication communication, QueuePairListener listener, QueuePairOptions options) {
    ConnectionEnd end = new ConnectionEnd(this, communication);
    RcQueuePair queuePair = port.createQueuePair(options, listener, end);
    if (queuePair == null) {
      return null;
    }
    end.begin(queuePair, port.drawSequenceNumber());
    ends.put(queuePair.number(), end);
    return end;
  }

  @Override
  public Gid gid() {
    return gid;
  }

  @Override
  public long guid() {
    return port.options().guid();
  }

  @Override
  public String name() {
    return port.options().name();
  }

  // What the ends of connections want.

  IbPort port() {
    return port;
  }

  void disconnect(long nowNs, Communication communication, byte[] privateData) {
    manager.disconnect(nowNs, communication, privateData);
    onChanged();
  }

  void forget(ConnectionEnd end) {
    ends.remove(end.queuePairNumber());
  }

  private void onChanged() {
    port.onAgentDeadlineMoved(manager.nextDeadlineNs());
  }

  // What the transport says.

  @Override
  public void onPortUp(long nowNs, RdmaWire wire) {
    gid = wire.gid();
    manager.onPortUp(wire);
  }

  @Override
  public void onPortDown(long nowNs) {
    manager.onPortDown();
  }

  @Override
  public void onRemoved(long nowNs) {
    manager.onRemoved(nowNs);
  }

  @Override
  public void onManagementDatagram(
      long nowNs, Gid source, int sourceQueuePair, ByteBuffer datagram, int at, int lengthBytes) {
    manager.onDatagram(nowNs, source, datagram, at, lengthBytes);
  }

  @Override
  public void onCommunicationEstablished(long nowNs, RcQueuePair queuePair) {
    ConnectionEnd end = ends.get(queuePair.number());
    if (end != null) {
      manager.onFirstPacket(nowNs, end.communication());
    }
  }

  @Override
  public long nextDeadlineNs() {
    return manager.nextDeadlineNs();
  }

  @Override
  public void onDeadline(long nowNs) {
    manager.onDeadline(nowNs);
  }
}
