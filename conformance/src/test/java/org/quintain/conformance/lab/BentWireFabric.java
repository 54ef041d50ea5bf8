// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FramePort;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.MessagePort;
import org.quintain.initiator.TargetControl;
import org.quintain.initiator.TargetNote;
import org.quintain.reactor.World;

/**
 * A fabric whose bare byte streams or bare ports go past a {@link WireBend}; its initiator ports do
 * not.
 *
 * @param pdus bends what goes over streams
 * @param frames bends what goes over ports
 * @param messages bends what goes over ports for messages
 */
public record BentWireFabric(
    Fabric fabric,
    WireBend<WirePdu> pdus,
    WireBend<WireFrame> frames,
    WireBend<WireMessage> messages)
    implements Fabric {
  /** The same with streams that are bent. */
  public static BentWireFabric ofStreams(Fabric fabric, WireBend<WirePdu> bend) {
    return new BentWireFabric(fabric, bend, WireBend.none(), WireBend.none());
  }

  /** The same with ports that are bent. */
  public static BentWireFabric ofPorts(Fabric fabric, WireBend<WireFrame> bend) {
    return new BentWireFabric(fabric, WireBend.none(), bend, WireBend.none());
  }

  /** The same with ports for messages that are bent. */
  public static BentWireFabric ofMessages(Fabric fabric, WireBend<WireMessage> bend) {
    return new BentWireFabric(fabric, WireBend.none(), WireBend.none(), bend);
  }

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
  public int targetPorts() {
    return fabric.targetPorts();
  }

  @Override
  public InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
      throws FabricException {
    return fabric.connect(initiatorName, initiatorPort, targetPort);
  }

  @Override
  public @Nullable ByteStream openByteStream() throws FabricException {
    ByteStream stream = fabric.openByteStream();
    return stream == null ? null : new BentStream(stream, pdus);
  }

  @Override
  public @Nullable FramePort openFramePort() throws FabricException {
    FramePort port = fabric.openFramePort();
    return port == null ? null : new BentFramePort(port, frames);
  }

  @Override
  public @Nullable MessagePort openMessagePort() throws FabricException {
    MessagePort port = fabric.openMessagePort();
    return port == null ? null : new BentMessagePort(port, messages);
  }

  @Override
  public String told(TargetNote note) {
    return fabric.told(note);
  }

  @Override
  public String targetName() {
    return fabric.targetName();
  }

  @Override
  public @Nullable TargetControl control() {
    return fabric.control();
  }

  @Override
  public void close() {
    fabric.close();
  }
}
