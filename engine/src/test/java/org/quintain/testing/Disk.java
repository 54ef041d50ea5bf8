// SPDX-License-Identifier: Apache-2.0
package org.quintain.testing;

import org.quintain.device.ControlParameters;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.sbc.DiskDeviceServer;
import org.quintain.store.BackingStore;
import org.quintain.store.RamStore;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;

/** A target device with one port and one disk at LUN 0, and clients to it. */
public final class Disk {
  /** What the port is called. */
  public static final String TARGET = "iqn.2026-11.org.quintain:disk0";

  private final TestWorld world = new TestWorld();
  private final TargetDevice device;
  private final LogicalUnit unit;
  private final TargetPort port;

  /** A disk of {@code config} on {@code store}. */
  public Disk(LogicalUnitConfig config, BackingStore store) {
    this(config, DiskBacking.of(store));
  }

  /** A disk of {@code config} on {@code backing}. */
  public Disk(LogicalUnitConfig config, DiskBacking backing) {
    device = new TargetDevice(TargetDeviceConfig.small(), world.reactor());
    unit = device.addLogicalUnit(config, backing);
    // A store that a test holds back would else be given up as soon as the test lets time pass.
    unit.limits(unit.limits().withoutDeadlines());
    port = device.addPort(new TargetPortConfig(TARGET, 1, LunMap.builder().map(0, unit).build()));
  }

  /** A disk of {@code blocks} blocks of {@code blockBytes} in memory. */
  public static Disk inMemory(int blockBytes, long blocks) {
    return new Disk(config(blockBytes), new RamStore(blocks * blockBytes));
  }

  /** The configuration the tests' golden bytes were made for. */
  public static LogicalUnitConfig config(int blockBytes) {
    return LogicalUnitConfig.named("disk0").blockBytes(blockBytes).build();
  }

  /** A client that has seen its unit attentions. */
  public Client client(String name) {
    return newClient(name).clearUnitAttentions();
  }

  /** A client on a nexus just made. */
  public Client newClient(String name) {
    return new Client(world, port, name);
  }

  /** The world all of it lives in. */
  public TestWorld world() {
    return world;
  }

  /** The target device. */
  public TargetDevice device() {
    return device;
  }

  /** The disk. */
  public LogicalUnit unit() {
    return unit;
  }

  /** Puts other control parameters into force, as MODE SELECT of the Control mode page does. */
  public void control(ControlParameters parameters) {
    DiskDeviceServer server = (DiskDeviceServer) unit.deviceServer();
    server.publish(server.view().with(parameters));
  }

  /** The port. */
  public TargetPort port() {
    return port;
  }
}
