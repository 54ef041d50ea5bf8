// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.device.TargetPortIdentity;

/**
 * One PERSISTENT RESERVE OUT as its CDB and parameter list say it (SPC-5 6.16), and what of its
 * surroundings it is decided by.
 *
 * <pre>
 * basic:             0 RESERVATION KEY | 8 SERVICE ACTION RESERVATION KEY | 16 obsolete
 *                    20 SPEC_I_PT (3) ALL_TG_PT (2) APTPL (0) | 24 LENGTH | 28 TransportIDs …
 * register and move: 0 RESERVATION KEY | 8 SERVICE ACTION RESERVATION KEY
 *                    17 UNREG (1) APTPL (0) | 18 RELATIVE TARGET PORT | 20 LENGTH | 24 TransportID
 * </pre>
 *
 * @param nexus the nexus it came by
 * @param scopeAndType byte 2 of the CDB
 * @param list the parameter list, at least {@link #BASIC_BYTES} long
 * @param ports the target ports of the device
 * @param known the nexuses that stand
 * @param isReleaseSilent NUAR: nobody is told of a release
 */
record OutRequest(
    NexusName nexus,
    int scopeAndType,
    byte[] list,
    List<TargetPortIdentity> ports,
    List<NexusName> known,
    boolean isReleaseSilent) {

  static final int BASIC_BYTES = 24;
  static final int SERVICE_ACTION_KEY = 8;
  static final int FLAGS = 20;
  static final int SPEC_I_PT_BIT = 3;
  static final int MOVE_PORT = 18;

  private static final int ALL_TG_PT_BIT = 2;
  private static final int MOVE_FLAGS = 17;
  private static final int UNREG_BIT = 1;
  private static final int NO_PROTOCOL = 0xF;

  long reservationKey() {
    return Cdb.u64(list, 0);
  }

  long serviceActionKey() {
    return Cdb.u64(list, SERVICE_ACTION_KEY);
  }

  boolean specifiesInitiatorPorts() {
    return Cdb.isSet(list, FLAGS, SPEC_I_PT_BIT);
  }

  boolean isForAllTargetPorts() {
    return Cdb.isSet(list, FLAGS, ALL_TG_PT_BIT);
  }

  boolean isPersisting() {
    return Cdb.isSet(list, FLAGS, 0);
  }

  boolean isMovePersisting() {
    return Cdb.isSet(list, MOVE_FLAGS, 0);
  }

  boolean isMoveUnregistering() {
    return Cdb.isSet(list, MOVE_FLAGS, UNREG_BIT);
  }

  int movePort() {
    return Cdb.u16(list, MOVE_PORT);
  }

  /** SCOPE. */
  int scope() {
    return scopeAndType >> 4;
  }

  /** TYPE, or null where it is reserved. */
  @Nullable ReservationType type() {
    return ReservationType.ofCode(scopeAndType & 0x0F);
  }

  /** The relative identifiers of the ports that a registration by {@code initiator} is made on. */
  List<Integer> portsFor(TransportId initiator) {
    if (!isForAllTargetPorts()) {
      return List.of(nexus.relativeTargetPort());
    }
    List<Integer> all = new ArrayList<>();
    for (TargetPortIdentity port : ports) {
      if (isReachable(port, initiator)
          || port.relativeTargetPortIdentifier() == nexus.relativeTargetPort()) {
        all.add(port.relativeTargetPortIdentifier());
      }
    }
    return all;
  }

  /** The target port of {@code relativeIdentifier}, or null. */
  @Nullable TargetPortIdentity port(int relativeIdentifier) {
    for (TargetPortIdentity port : ports) {
      if (port.relativeTargetPortIdentifier() == relativeIdentifier) {
        return port;
      }
    }
    return null;
  }

  /** Whether {@code initiator} speaks the protocol of {@code port}. */
  static boolean isReachable(TargetPortIdentity port, TransportId initiator) {
    return port.protocolIdentifier() == initiator.protocolIdentifier()
        || port.protocolIdentifier() == NO_PROTOCOL;
  }
}
