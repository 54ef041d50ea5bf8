// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fuzz;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.quintain.conformance.iscsi.fuzz.FuzzFailure;
import org.quintain.conformance.iscsi.fuzz.FuzzWorld;
import org.quintain.conformance.lab.LabWorld;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.fabric.ScsiTarget;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.FabricException;
import org.quintain.iscsi.authentication.ChapUser;
import org.quintain.iscsi.authentication.TargetAuthentication;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetNode;
import org.quintain.iscsi.target.IscsiTargetPortal;
import org.quintain.iscsi.target.IscsiTargetSession;
import org.quintain.iscsi.target.IscsiTargetSettings;
import org.quintain.store.RamStore;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;
import org.quintain.wire.StreamEndpoint;

/**
 * Our target with two disks, one for the initiator that fuzzes and one for the other, and a hand on
 * its clock. Plants stand before it or behind it, to see that they are found.
 */
final class FuzzedTarget implements FuzzWorld {
  private static final String NAME = "iqn.2026-11.org.quintain:fuzzed";
  private static final String CHAP = "iqn.2026-11.org.quintain:fuzzed.chap";
  private static final long DISK_BYTES = 1 << 20;
  private static final long SECOND_NS = 1_000_000_000L;

  /** Longer than commands of a lost connection are kept, and than functions wait for data. */
  private static final long REST_NS = 4 * SECOND_NS;

  private final LabWorld world = new LabWorld();
  private final Random random;
  private final TargetDevice device;
  private final IscsiTargetNode node;
  private final IscsiTargetPortal portal;
  private final UnaryOperator<StreamEndpoint> before;
  private long opened;
  private long memoryBytes;

  /** A target as it is. */
  FuzzedTarget(long seed) {
    this(seed, endpoint -> endpoint, target -> target);
  }

  /** A target with {@code before} about each connection and {@code behind} about the engine. */
  FuzzedTarget(long seed, UnaryOperator<StreamEndpoint> before, UnaryOperator<ScsiTarget> behind) {
    this.random = new Random(seed);
    this.before = before;
    device = new TargetDevice(new TargetDeviceConfig(512, 64, 64, false, 256), world.reactor());
    LunMap luns =
        LunMap.builder()
            .map(0, disk("fuzzed"))
            .group("healthy", FuzzWorld.HEALTHY_INITIATOR)
            .map(0, disk("healthy"))
            .build();
    node =
        new IscsiTargetNode(world.reactor(), IscsiTargetSettings.DEFAULTS.withDirectMemory(false));
    node.challenges(random::nextBytes);
    node.put(target(NAME, 1, luns, behind));
    node.put(
        target(CHAP, 2, luns, behind)
            .withAuthentication(
                new TargetAuthentication(
                    List.of(ChapUser.of(FuzzWorld.CHAP_NAME, FuzzWorld.CHAP_SECRET)), null)));
    portal = new IscsiTargetPortal(node);
  }

  private LogicalUnit disk(String name) {
    return device.addLogicalUnit(
        LogicalUnitConfig.named(name).blockBytes(512).build(),
        DiskBacking.of(new LateStore(new RamStore(DISK_BYTES))));
  }

  private IscsiTarget target(
      String name, int relative, LunMap luns, UnaryOperator<ScsiTarget> behind) {
    TargetPort port = device.addPort(new TargetPortConfig(name, relative, luns));
    KeyPreferences preferences = KeyPreferences.ofTarget().with(IscsiKey.MAX_OUTSTANDING_R2T, "4");
    return IscsiTarget.of(name, behind.apply(port)).withPreferences(preferences);
  }

  @Override
  public ByteStream open() throws FabricException {
    StreamEndpoint endpoint = portal.newConnection();
    if (endpoint == null) {
      throw new FabricException("The target takes no more connections.");
    }
    String address = "127.0.0." + (1 + opened % 200) + ":" + (20_000 + opened % 40_000);
    opened++;
    return new EndpointStream(world, random, before.apply(endpoint), address);
  }

  @Override
  public String targetName() {
    return NAME;
  }

  @Override
  public String chapTargetName() {
    return CHAP;
  }

  @Override
  public long quietNs() {
    return 0;
  }

  @Override
  public long answerNs() {
    return 10 * SECOND_NS;
  }

  @Override
  public boolean isSimulated() {
    return true;
  }

  @Override
  public void pass(long lengthNs) {
    world.awaitUntil(() -> false, lengthNs);
  }

  @Override
  public void askForLogout() {
    for (IscsiTargetSession session : node.sessions()) {
      if (session.initiatorName().equals(FuzzWorld.FUZZING_INITIATOR)) {
        session.requestLogout(world.nowNs(), 3);
      }
    }
  }

  /** What the healthy session holds is what is held for good. */
  void rest() {
    pass(REST_NS);
    memoryBytes = node.connectionMemoryBytes();
  }

  /** Asks that nothing is left but the healthy session, and that at rest. */
  void checkAtRest() {
    pass(REST_NS);
    expect("connections", node.connectionCount(), 1);
    expect("connections in login", node.unfinishedLoginCount(), 0);
    expect("sessions", node.sessions().size(), 1);
    for (IscsiTargetSession session : node.sessions()) {
      expect("commands", session.commandsInFlight(), 0);
    }
    expect("bytes of connections", node.connectionMemoryBytes(), memoryBytes);
    device.checkIdle();
  }

  private static void expect(String what, long is, long shall) {
    if (is != shall) {
      throw new FuzzFailure(
          "There are " + is + " " + what + " when the connection is gone, not " + shall + ".");
    }
  }
}
