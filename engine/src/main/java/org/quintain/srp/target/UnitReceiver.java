// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import org.quintain.srp.wire.SrpInformationUnit;
import org.quintain.srp.wire.TargetLogoutReason;

/** Information units of initiators by their type (SRP r16a 6.1), and what holds for all. */
final class UnitReceiver {
  private final SrpTargetPort port;

  UnitReceiver(SrpTargetPort port) {
    this.port = port;
  }

  /** Handles what came; false where it has to wait for tasks that are about to be free. */
  boolean onUnit(long nowNs, TargetChannel channel, ByteBuffer bytes, int at, int lengthBytes) {
    SrpInformationUnit unit = SrpInformationUnit.of(bytes, at, lengthBytes);
    boolean isTooLong = lengthBytes > port.settings().initiatorToTargetBytes();
    if (isTooLong || (unit != null && lengthBytes < unit.lengthBytesMin())) {
      return refuse(nowNs, channel, TargetLogoutReason.INVALID_LENGTH);
    }
    if (unit == null) {
      return refuse(nowNs, channel, TargetLogoutReason.INVALID_INFORMATION_UNIT);
    }
    return switch (unit) {
      case CMD, TSK_MGMT -> onRequest(nowNs, channel, unit, bytes, at, lengthBytes);
      case CRED_RSP, AER_RSP -> {
        if (!channel.requests().onAnswer(nowNs, unit, SrpInformationUnit.tag(bytes, at))) {
          port.counters().add(SrpCounter.RESPONSES_UNEXPECTED);
          channel.logOut(nowNs, TargetLogoutReason.UNEXPECTED_RESPONSE);
        }
        yield true;
      }
      case I_LOGOUT -> {
        // SRP r16a 6.5: the initiator wants the channel ended; its commands are.
        port.counters().add(SrpCounter.INITIATOR_LOGOUTS);
        channel.leave(nowNs);
        yield true;
      }
      case LOGIN_REQ, LOGIN_RSP, LOGIN_REJ, T_LOGOUT, CRED_REQ, AER_REQ, RSP ->
          refuse(nowNs, channel, TargetLogoutReason.INVALID_INFORMATION_UNIT);
    };
  }

  private boolean refuse(long nowNs, TargetChannel channel, TargetLogoutReason reason) {
    port.counters().add(SrpCounter.UNITS_INVALID);
    channel.logOut(nowNs, reason);
    return true;
  }

  private boolean onRequest(
      long nowNs,
      TargetChannel channel,
      SrpInformationUnit unit,
      ByteBuffer bytes,
      int at,
      int lengthBytes) {
    if (channel.limit().credit() == 0) {
      // SRP r16a 4.5: an initiator that sends more than it may is not to be trusted any further.
      port.counters().add(SrpCounter.REQUESTS_BEYOND_LIMIT);
      channel.logOut(nowNs, TargetLogoutReason.NO_REASON);
      return true;
    }
    return unit == SrpInformationUnit.CMD
        ? port.commands().onCommand(nowNs, channel, bytes, at, lengthBytes)
        : port.functions().onRequest(nowNs, channel, bytes, at);
  }
}
