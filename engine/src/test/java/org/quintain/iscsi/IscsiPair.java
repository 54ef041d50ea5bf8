// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.iscsi.initiator.DiscoveredTarget;
import org.quintain.iscsi.initiator.InitiatorOptions;
import org.quintain.iscsi.initiator.IscsiInitiatorPort;
import org.quintain.iscsi.initiator.StreamDialler;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetNode;
import org.quintain.iscsi.target.IscsiTargetPortal;
import org.quintain.iscsi.target.IscsiTargetSettings;
import org.quintain.testing.Disk;
import org.quintain.testing.TestWorld;
import org.quintain.wire.StreamEndpoint;

/** Our initiator and our target over a pipe, with a disk behind: the whole stack on one thread. */
final class IscsiPair implements StreamDialler {
  static final String CLIENT = "iqn.2026-11.org.quintain:client";
  static final int BLOCK_BYTES = 512;
  static final long SECOND_NS = 1_000_000_000L;

  final Disk disk;
  final TestWorld world;
  final IscsiTargetNode node;
  final List<StreamPipe> pipes = new ArrayList<>();
  final Random random;
  private final IscsiTargetPortal portal;

  IscsiPair(long seed, long blocks, KeyPreferences targetPreferences) {
    random = new Random(seed);
    disk = Disk.inMemory(BLOCK_BYTES, blocks);
    world = disk.world();
    node =
        new IscsiTargetNode(world.reactor(), IscsiTargetSettings.DEFAULTS.withDirectMemory(false));
    node.put(IscsiTarget.of(Disk.TARGET, disk.port()).withPreferences(targetPreferences));
    portal = new IscsiTargetPortal(node);
  }

  @Override
  public void dial(String host, int port, StreamEndpoint endpoint) throws FabricException {
    StreamEndpoint server = portal.newConnection();
    if (server == null) {
      throw new FabricException("The portal takes no connection.");
    }
    StreamPipe pipe = new StreamPipe(world.reactor(), endpoint, server, random.nextLong());
    pipes.add(pipe);
    pipe.open();
  }

  InitiatorOptions options(long isid, KeyPreferences offers) {
    return InitiatorOptions.normal(CLIENT, Disk.TARGET, isid)
        .withPreferences(offers)
        .withLogin(random.nextInt(), random.nextBoolean())
        .withCommandsMax(1 + random.nextInt(40))
        .withPing(0, 0);
  }

  IscsiInitiatorPort login(long isid, KeyPreferences offers) throws FabricException {
    IscsiInitiatorPort port =
        IscsiInitiatorPort.open(world, this, "pipe", 3260, options(isid, offers));
    // The unit attentions of a new nexus (SAM-5 5.14).
    for (int index = 0; index < 4; index++) {
      ExecuteCommand command = testUnitReady();
      if (!port.execute(command, SECOND_NS) || command.status() == 0) {
        break;
      }
    }
    return port;
  }

  /** What the node answers to SendTargets in a discovery session. */
  List<DiscoveredTarget> discover() throws FabricException {
    List<DiscoveredTarget> found = new ArrayList<>();
    try (IscsiInitiatorPort port =
        IscsiInitiatorPort.open(
            world, this, "pipe", 3260, InitiatorOptions.discovery(CLIENT, 77))) {
      port.session()
          .requestText(
              world.nowNs(),
              new TextKeyList().add(IscsiKey.SEND_TARGETS, "All"),
              (nowNs, keys, problem) -> found.addAll(DiscoveredTarget.listOf(keys)));
      world.awaitUntil(() -> !found.isEmpty(), SECOND_NS);
    }
    return found;
  }

  static ExecuteCommand testUnitReady() {
    return new ExecuteCommand().cdb(new byte[6], 6).noData();
  }

  static ExecuteCommand read(int block, int blocks) {
    int length = blocks * BLOCK_BYTES;
    return transfer(0x28, block, blocks).dataIn(ByteBuffer.allocate(length), length);
  }

  static ExecuteCommand write(int block, byte[] data) {
    return transfer(0x2A, block, data.length / BLOCK_BYTES)
        .dataOut(ByteBuffer.wrap(data), data.length);
  }

  private static ExecuteCommand transfer(int operationCode, int block, int blocks) {
    ByteBuffer cdb = ByteBuffer.allocate(10);
    cdb.put(0, (byte) operationCode).putInt(2, block).putShort(7, (short) blocks);
    byte[] bytes = new byte[10];
    cdb.get(0, bytes);
    return new ExecuteCommand().cdb(bytes, 10).noData();
  }

  static byte[] dataOf(ExecuteCommand command) {
    byte[] bytes = new byte[command.dataInTransferred()];
    command.dataIn().get(0, bytes);
    return bytes;
  }
}
