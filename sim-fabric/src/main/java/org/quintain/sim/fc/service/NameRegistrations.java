// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

import java.nio.ByteBuffer;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The name server's registrations (FC-GS-8 5.2.6), each by its code. A port registers for itself
 * alone.
 */
final class NameRegistrations {
  private static final int AT = CtServer.PREAMBLE_BYTES;

  private NameRegistrations() {}

  private interface Change {
    /** Changes {@code port} as the request says, or answers why not. */
    @Nullable CtAnswer apply(PortObject port, ByteBuffer request, int lengthBytes);
  }

  static void addTo(SortedMap<Integer, CtServer.Request> table, NameServer names) {
    // RPN_ID, RNN_ID, RCS_ID
    byId(table, names, 0x0212, 12, NameRegistrations::portName);
    byId(
        table,
        names,
        0x0213,
        12,
        (port, bytes, length) -> {
          port.nodeName = bytes.getLong(AT + 4);
          return null;
        });
    byId(
        table,
        names,
        0x0214,
        8,
        (port, bytes, length) -> {
          port.classesOfService = bytes.getInt(AT + 4);
          return null;
        });
    // RFT_ID
    byId(
        table,
        names,
        0x0217,
        36,
        (port, bytes, length) -> {
          bytes.get(AT + 4, port.fc4Types);
          return null;
        });
    // RSPN_ID
    byId(
        table,
        names,
        0x0218,
        5,
        (port, bytes, length) -> {
          byte[] name = name(bytes, AT + 4, length);
          port.symbolicPortName = name == null ? port.symbolicPortName : name;
          return name == null ? CtAnswer.reject(CtAnswer.INVALID_SIZE) : null;
        });
    addMore(table, names);
  }

  private static void addMore(SortedMap<Integer, CtServer.Request> table, NameServer names) {
    // RPT_ID
    byId(
        table,
        names,
        0x021A,
        8,
        (port, bytes, length) -> {
          port.portType = bytes.get(AT + 4) & 0xFF;
          return null;
        });
    // RFF_ID
    byId(
        table,
        names,
        0x021F,
        8,
        (port, bytes, length) -> {
          port.setFeatures(bytes.get(AT + 7) & 0xFF, bytes.get(AT + 6) & 0xFF);
          return null;
        });
    // RSNN_NN
    CtServer.add(
        table,
        0x0239,
        9,
        (who, bytes, length) -> {
          PortObject port = names.port(who);
          if (port == null || port.nodeName != bytes.getLong(AT)) {
            return CtAnswer.unable(CtAnswer.NODE_NAME_NOT_REGISTERED);
          }
          byte[] name = name(bytes, AT + 8, length);
          if (name == null) {
            return CtAnswer.reject(CtAnswer.INVALID_SIZE);
          }
          names.setSymbolicNodeName(port.nodeName, name);
          return CtAnswer.accept();
        });
    // DA_ID takes everything back but the login.
    byId(
        table,
        names,
        0x0300,
        4,
        (port, bytes, length) -> {
          names.logIn(port.portId, port.portName, port.nodeName, port.fabricPortName);
          return null;
        });
  }

  private static @Nullable CtAnswer portName(PortObject port, ByteBuffer bytes, int length) {
    // The name came with the login; another one under the same address is a mistake.
    return bytes.getLong(AT + 4) == port.portName
        ? null
        : CtAnswer.unable(CtAnswer.PORT_NAME_NOT_REGISTERED);
  }

  private static void byId(
      SortedMap<Integer, CtServer.Request> table,
      NameServer names,
      int code,
      int payloadBytes,
      Change change) {
    CtServer.add(
        table,
        code,
        payloadBytes,
        (who, bytes, length) -> {
          int portId = bytes.getInt(AT) & 0xFF_FFFF;
          PortObject port = names.port(portId);
          if (port == null) {
            return CtAnswer.unable(CtAnswer.PORT_ID_NOT_REGISTERED);
          }
          if (portId != who) {
            return CtAnswer.unable(CtAnswer.ACCESS_DENIED);
          }
          CtAnswer refusal = change.apply(port, bytes, length);
          return refusal == null ? CtAnswer.accept() : refusal;
        });
  }

  private static byte @Nullable [] name(ByteBuffer bytes, int at, int lengthBytes) {
    int length = bytes.get(at) & 0xFF;
    if (at + 1 + length > lengthBytes) {
      return null;
    }
    byte[] name = new byte[length];
    bytes.get(at + 1, name);
    return name;
  }
}
