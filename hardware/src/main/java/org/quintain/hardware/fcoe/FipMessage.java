// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameHeader;

/**
 * What a FIP frame says (FC-BB-6 7.9.7): an operation and what its descriptors hold. Used again for
 * every frame that comes or goes.
 */
final class FipMessage {
  /** FIP operations and their subcodes (FC-BB-6 table 37), the code in 16 bits, the sub behind. */
  enum Operation {
    DISCOVERY_SOLICITATION(1, 1),
    DISCOVERY_ADVERTISEMENT(1, 2),
    VIRTUAL_LINK_REQUEST(2, 1),
    VIRTUAL_LINK_REPLY(2, 2),
    KEEP_ALIVE(3, 1),
    CLEAR_VIRTUAL_LINKS(3, 2),
    VLAN_REQUEST(4, 1),
    VLAN_NOTIFICATION(4, 2),
    PROBE_REQUEST(5, 1),
    PROBE_REPLY(5, 2),
    CLAIM_NOTIFICATION(5, 3),
    CLAIM_RESPONSE(5, 4),
    BEACON(5, 5);

    private static final Operation[] ALL = values();

    final int code;
    final int subcode;

    Operation(int code, int subcode) {
      this.code = code;
      this.subcode = subcode;
    }

    /** The operation with those codes, or null. */
    static @Nullable Operation of(int code, int subcode) {
      for (Operation each : ALL) {
        if (each.code == code && each.subcode == subcode) {
          return each;
        }
      }
      return null;
    }
  }

  /** Flags (FC-BB-6 table 38): addresses of ports are made by the fabric, from the FC-MAP. */
  static final int FABRIC_PROVIDED = 0x8000;

  /** The forwarder takes logins. */
  static final int AVAILABLE = 0x4;

  /** It answers a solicitation. */
  static final int SOLICITED = 0x2;

  /** Its sender is a forwarder. */
  static final int FORWARDER = 0x1;

  /** FC-4 feature bits of FCP: target and initiator (FC-GS-8 table for type 08h). */
  static final int FCP_TARGET = 0x1;

  static final int FCP_INITIATOR = 0x2;

  private static final long ABSENT = -1;
  private static final int PORTS_MAX = 128;
  private static final int VLANS_MAX = 128;

  /** The longest frame that a message carries: an ELS of FLOGI's size. */
  static final int CARRIED_BYTES_MAX = FrameHeader.LENGTH_BYTES + 116;

  Operation operation = Operation.BEACON;
  int flags;

  /** The Ethernet address from the first MAC address descriptor, or -1. */
  long address;

  /** Switch or node name. */
  long nodeName;

  /** Of the VN_Port identification: its Ethernet address, its identifier and its name, or -1. */
  long portAddress;

  int portId;
  long portName;

  /** Largest FCoE PDU, or -1. */
  int dataBytesMax;

  /** FC-4 features of FCP, or -1. */
  int fcpFeatures;

  /** Of a forwarder: its priority, the lowest the best, or -1. */
  int priority;

  /** The fabric that it forwards to: the upper half of its ports' addresses and its name, or -1. */
  int fcMap;

  long fabricName;

  /** How often a forwarder wants to hear of life and tells of its own, in milliseconds, or -1. */
  int keepAliveMs;

  /** Whether it does not care for life of others. */
  boolean expectsNoKeepAlive;

  /** All ports that are named, the first {@code portCount} of them; {@link #portId} is the last. */
  final int[] portIds = new int[PORTS_MAX];

  int portCount;

  /** The VLANs that fabrics are said to be in, the first {@code vlanCount} of them. */
  final int[] vlans = new int[VLANS_MAX];

  int vlanCount;

  /** Where in the frame the carried FC frame begins, and how long it is; -1 and 0 for none. */
  int carriedAt;

  int carriedBytes;

  /** The type of the descriptor that carries it. */
  int carriedType;

  /** Forgets what it said. */
  FipMessage clear(Operation next) {
    operation = next;
    flags = 0;
    address = ABSENT;
    nodeName = ABSENT;
    portAddress = ABSENT;
    portId = (int) ABSENT;
    portName = ABSENT;
    dataBytesMax = (int) ABSENT;
    fcpFeatures = (int) ABSENT;
    priority = (int) ABSENT;
    fcMap = (int) ABSENT;
    fabricName = ABSENT;
    keepAliveMs = (int) ABSENT;
    expectsNoKeepAlive = false;
    portCount = 0;
    vlanCount = 0;
    carriedAt = (int) ABSENT;
    carriedBytes = 0;
    carriedType = 0;
    return this;
  }

  /** Notes a port that is named. */
  void addPort(long address, int id, long name) {
    portAddress = address;
    portId = id;
    portName = name;
    if (portCount < PORTS_MAX) {
      portIds[portCount++] = id;
    }
  }

  /** Notes a VLAN that a fabric is in. */
  void addVlan(int vlan) {
    if (vlanCount < VLANS_MAX) {
      vlans[vlanCount++] = vlan;
    }
  }

  /** Whether it names a VN_Port, as all of VN2VN do. */
  boolean hasPort() {
    return portId > 0 && portName != ABSENT;
  }
}
