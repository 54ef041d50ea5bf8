// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.quintain.device.DiskBacking;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;
import org.quintain.target.LogicalUnit;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;
import org.quintain.testing.Client;
import org.quintain.testing.Client.Outcome;
import org.quintain.testing.Disk;
import org.quintain.testing.TestWorld;

/** A disk behind two target ports, which can lose its power, and persistent reservation CDBs. */
final class ReservedDisk {
  static final String NAME = "iqn.2026-11.org.quintain:";

  static final int GOOD = 0x00;
  static final int CHECK_CONDITION = 0x02;
  static final int CONFLICT = 0x18;

  static final int REGISTER = 0;
  static final int RESERVE = 1;
  static final int RELEASE = 2;
  static final int CLEAR = 3;
  static final int PREEMPT = 4;
  static final int PREEMPT_AND_ABORT = 5;
  static final int REGISTER_AND_IGNORE = 6;
  static final int REGISTER_AND_MOVE = 7;

  static final int APTPL = 0x01;
  static final int ALL_TG_PT = 0x04;
  static final int SPEC_I_PT = 0x08;

  private final RamStore store = new RamStore(64 * 512);
  private final NonvolatileMemory memory;
  private TestWorld world = new TestWorld();
  private TargetDevice device;
  private LogicalUnit unit;
  private TargetPort port;
  private TargetPort otherPort;

  ReservedDisk(NonvolatileMemory memory) {
    this.memory = memory;
    powerCycle();
  }

  ReservedDisk() {
    this(new RamNonvolatileMemory());
  }

  /** An engine that knows nothing of the one before. */
  void powerCycle() {
    world = new TestWorld();
    device = new TargetDevice(TargetDeviceConfig.small(), world.reactor());
    unit = device.addLogicalUnit(Disk.config(512), new DiskBacking(store, null, memory));
    // A save that a test holds back would else be given up as soon as the test lets time pass.
    unit.limits(unit.limits().withoutDeadlines());
    LunMap luns = LunMap.builder().map(0, unit).build();
    port = device.addPort(new TargetPortConfig(Disk.TARGET, 1, luns));
    otherPort = device.addPort(new TargetPortConfig(Disk.TARGET, 2, luns));
  }

  TestWorld world() {
    return world;
  }

  TargetDevice device() {
    return device;
  }

  LogicalUnit unit() {
    return unit;
  }

  TargetPort port() {
    return port;
  }

  /** A client on the first port, without unit attentions. */
  Client client(String name) {
    return newClient(name).clearUnitAttentions();
  }

  /** A client on the first port, with the unit attentions that await it. */
  Client newClient(String name) {
    return new Client(world, port, NAME + name);
  }

  /** A client on the second port, from the same initiator port as {@link #client}. */
  Client clientByOtherPort(String name) {
    return new Client(world, otherPort, NAME + name).clearUnitAttentions();
  }

  static byte[] testUnitReady() {
    return Client.cdb(0, 0, 0, 0, 0, 0);
  }

  static byte[] read() {
    return Client.cdb(0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0);
  }

  static byte[] write() {
    return Client.cdb(0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0);
  }

  /** Reads and gives the status. */
  static int reading(Client client) {
    return client.in(read(), 512).status();
  }

  /** Writes and gives the status. */
  static int writing(Client client) {
    return client.out(write(), Client.filled(512, 7)).status();
  }

  static byte[] outCdb(int action, int type, int lengthBytes) {
    return Client.cdb(0x5F, action, type, 0, 0, 0, 0, lengthBytes >> 8, lengthBytes & 0xFF, 0);
  }

  static byte[] list(long key, long actionKey, int flags) {
    return ByteBuffer.allocate(24)
        .putLong(key)
        .putLong(actionKey)
        .putInt(0)
        .put((byte) flags)
        .array();
  }

  /** A list that names further initiator ports. */
  static byte[] listWith(long actionKey, int flags, byte[]... transportIds) {
    byte[] ids = concatenated(transportIds);
    return ByteBuffer.allocate(28 + ids.length)
        .put(list(0, actionKey, flags | SPEC_I_PT))
        .putInt(ids.length)
        .put(ids)
        .array();
  }

  private static byte[] concatenated(byte[]... all) {
    StringBuilder hex = new StringBuilder();
    for (byte[] one : all) {
      hex.append(HexFormat.of().formatHex(one));
    }
    return HexFormat.of().parseHex(hex);
  }

  static byte[] moveList(long key, long actionKey, int flags, int port, byte[] transportId) {
    return ByteBuffer.allocate(24 + transportId.length)
        .putLong(key)
        .putLong(actionKey)
        .put((byte) 0)
        .put((byte) flags)
        .putShort((short) port)
        .putInt(transportId.length)
        .put(transportId)
        .array();
  }

  /** An iSCSI port's TransportID, written by hand: format 01b. */
  static byte[] portId(String name) {
    return iscsiId(0x45, NAME + name + ",i,0x000000000001");
  }

  static byte[] iscsiId(int first, String name) {
    int padded = Math.max(20, (name.length() + 4) & ~3);
    byte[] id = new byte[4 + padded];
    id[0] = (byte) first;
    id[3] = (byte) padded;
    for (int index = 0; index < name.length(); index++) {
      id[4 + index] = (byte) name.charAt(index);
    }
    return id;
  }

  static Outcome out(Client client, int action, int type, byte[] list) {
    return client.out(outCdb(action, type, list.length), list);
  }

  static Outcome out(Client client, int action, int type, long key, long actionKey) {
    return out(client, action, type, list(key, actionKey, 0));
  }

  /** Registers {@code key} on a client that has none. */
  static void register(Client client, long key) {
    check(out(client, REGISTER, 0, 0, key));
  }

  static void check(Outcome outcome) {
    if (outcome.status() != GOOD) {
      throw new AssertionError("Status " + outcome.status() + ", " + outcome.sense());
    }
  }

  static Outcome in(Client client, int action) {
    return client.in(Client.cdb(0x5E, action, 0, 0, 0, 0, 0, 0x20, 0, 0), 0x2000);
  }

  /** PRGENERATION. */
  static int generation(Client client) {
    return ByteBuffer.wrap(in(client, 0).data()).getInt();
  }

  /** The keys, one hexadecimal number each. */
  static String keys(Client client) {
    ByteBuffer data = ByteBuffer.wrap(in(client, 0).data());
    StringBuilder keys = new StringBuilder();
    for (int at = 8; at < 8 + data.getInt(4); at += 8) {
      keys.append(at == 8 ? "" : " ").append(Long.toHexString(data.getLong(at)));
    }
    return keys.toString();
  }

  /** The key of the holder and the type, "none" where nothing is reserved. */
  static String reservation(Client client) {
    ByteBuffer data = ByteBuffer.wrap(in(client, 1).data());
    return data.getInt(4) == 0
        ? "none"
        : Long.toHexString(data.getLong(8)) + " type " + data.get(21);
  }

  /** The unit attention that TEST UNIT READY reports, 0 for none. */
  static int attention(Client client) {
    Outcome outcome = client.none(testUnitReady());
    return outcome.status() == CHECK_CONDITION ? outcome.code() : 0;
  }
}
