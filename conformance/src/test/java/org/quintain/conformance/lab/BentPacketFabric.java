// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.PacketPort;
import org.quintain.reactor.World;

/** A fabric whose packets go past a {@link WireBend}. */
public record BentPacketFabric(Fabric fabric, WireBend<WirePacket> bend) implements Fabric {
  @Override
  public String url() {
    return fabric.url();
  }

  @Override
  public World world() {
    return fabric.world();
  }

  @Override
  public long lun() {
    return fabric.lun();
  }

  @Override
  public InitiatorPort connect(String initiatorName) throws FabricException {
    return fabric.connect(initiatorName);
  }

  @Override
  public @Nullable ByteStream openByteStream() throws FabricException {
    return fabric.openByteStream();
  }

  @Override
  public @Nullable PacketPort openPacketPort() throws FabricException {
    PacketPort port = fabric.openPacketPort();
    return port == null ? null : new BentPort(port, bend);
  }

  @Override
  public String targetName() {
    return fabric.targetName();
  }

  @Override
  public void close() {
    fabric.close();
  }

  private record BentPort(PacketPort port, WireBend<WirePacket> bend) implements PacketPort {
    @Override
    public byte[] gid() {
      return port.gid();
    }

    @Override
    public long guid() {
      return port.guid();
    }

    @Override
    public byte[] targetGid() {
      return port.targetGid();
    }

    @Override
    public long serviceId() {
      return port.serviceId();
    }

    @Override
    public byte[] targetPortIdentifier() {
      return port.targetPortIdentifier();
    }

    @Override
    public int mtuBytes() {
      return port.mtuBytes();
    }

    @Override
    public void send(byte[] packet) {
      WirePacket unit = WirePacket.of(packet);
      bend.toTarget(unit);
      if (!unit.isDropped()) {
        port.send(unit.toPacket());
      }
    }

    /** A packet that is lost counts as none that came in time. */
    @Override
    public byte @Nullable [] receive(long timeoutNs) {
      byte[] packet = port.receive(timeoutNs);
      while (packet != null) {
        WirePacket unit = WirePacket.of(packet);
        bend.toInitiator(unit);
        if (!unit.isDropped()) {
          return unit.toPacket();
        }
        packet = port.receive(timeoutNs);
      }
      return null;
    }

    @Override
    public void close() {
      port.close();
    }
  }
}
