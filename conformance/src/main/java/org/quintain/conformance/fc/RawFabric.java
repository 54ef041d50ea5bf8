// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc;

import java.nio.ByteBuffer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.scsi.Bytes;

/** A raw port's way into a fabric: FLOGI, and the name server (FC-LS-4 6.2, FC-GS-8 6.2). */
public final class RawFabric {
  /** Name server: the address of a port name, the port names of a FC-4 TYPE, and so on. */
  public static final int GPN_ID = 0x0112;

  public static final int GNN_ID = 0x0113;
  public static final int GFT_ID = 0x0117;
  public static final int GSPN_ID = 0x0118;
  public static final int GPT_ID = 0x011A;
  public static final int GFF_ID = 0x011F;
  public static final int GID_PN = 0x0121;
  public static final int GID_FT = 0x0171;

  private static final int PREAMBLE_BYTES = 16;
  private static final int ACCEPT = 0x8002;
  private static final int REPLY_PAYLOAD_MAX = 256;

  private final RawPort port;
  private boolean isWithNameServer;

  private RawFabric(RawPort port) {
    this.port = port;
  }

  /** Logs in with the fabric under the port's own name, where there is a fabric. */
  public static RawFabric logIn(RawPort port) {
    return logIn(port, port.portName(), port.nodeName());
  }

  /** The same under another name, which links without a fabric don't have. */
  public static RawFabric logIn(RawPort port, long portName, long nodeName) {
    if (port.hasFabric()) {
      byte[] login = Els.login(Els.FLOGI, portName, nodeName, port.framePayloadMax());
      port.portId(0);
      RawExchange exchange =
          new RawExchange(port, RawPort.LOGIN_SERVER, RawFrame.TYPE_ELS, REPLY_PAYLOAD_MAX);
      exchange.send(RawFrame.ELS_REQUEST, login);
      RawUnit accept = exchange.poll(port.bench().commandTimeoutNs());
      if (accept == null || accept.u8(0) != Els.LS_ACC) {
        throw CaseEnd.unknown("The fabric does not let the port log in: " + accept + ".");
      }
      port.portId(accept.first().destination());
    }
    return new RawFabric(port);
  }

  /** Gets one more address for the same link (FDISC), under a name of its own. */
  public static int addressFor(RawPort port, long portName, long nodeName) {
    byte[] login = Els.login(Els.FDISC, portName, nodeName, port.framePayloadMax());
    int before = port.portId();
    port.portId(0);
    RawExchange exchange =
        new RawExchange(port, RawPort.LOGIN_SERVER, RawFrame.TYPE_ELS, REPLY_PAYLOAD_MAX);
    exchange.send(RawFrame.ELS_REQUEST, login);
    RawUnit accept = exchange.poll(port.bench().commandTimeoutNs());
    port.portId(before);
    if (accept == null || accept.u8(0) != Els.LS_ACC) {
      throw CaseEnd.skip("The fabric gives no further address: " + accept + ".");
    }
    return accept.first().destination();
  }

  /** The reply to a name server's query with {@code parameters}, preamble included. */
  public RawUnit query(int code, byte[] parameters) {
    if (!isWithNameServer) {
      byte[] login = Els.login(Els.PLOGI, port.portName(), port.nodeName(), port.framePayloadMax());
      ask(RawFrame.TYPE_ELS, RawFrame.ELS_REQUEST, login);
      isWithNameServer = true;
    }
    ByteBuffer request = ByteBuffer.allocate(PREAMBLE_BYTES + parameters.length);
    request.putInt(0x0100_0000).putInt(0xFC02_0000).putInt(code << 16).putInt(0);
    request.put(parameters);
    return ask(RawFrame.TYPE_CT, RawFrame.CT_REQUEST, request.array());
  }

  private RawUnit ask(int type, int routing, byte[] payload) {
    RawExchange exchange = new RawExchange(port, RawPort.NAME_SERVER, type, port.framePayloadMax());
    exchange.send(routing, payload);
    RawUnit reply = exchange.poll(port.bench().commandTimeoutNs());
    if (reply == null) {
      throw CaseEnd.unknown("The name server does not answer.");
    }
    return reply;
  }

  /** The same for a query that names an address; the case fails where it is rejected. */
  public RawUnit queryPort(int code, int portId) {
    RawUnit reply = query(code, ByteBuffer.allocate(4).putInt(portId).array());
    if (reply.u16(8) != ACCEPT) {
      throw CaseEnd.fail(
          "The name server has no object "
              + Integer.toHexString(code)
              + "h of the target's port: "
              + reply
              + ".");
    }
    return reply;
  }

  /** The address of the port of that name, or 0 where it is not known. */
  public int find(long portName) {
    if (!port.hasFabric()) {
      return port.neighbour(portName);
    }
    RawUnit reply = query(GID_PN, ByteBuffer.allocate(8).putLong(portName).array());
    return reply.u16(8) == ACCEPT ? reply.u24(PREAMBLE_BYTES + 1) : 0;
  }

  /** The name that text such as {@code 21:01:00:1b:32:00:00:00} spells. */
  public static long name(String text) {
    String digits = text.replace(":", "");
    if (!digits.matches("[0-9a-fA-F]{16}")) {
      throw CaseEnd.unknown("The target's name \"" + text + "\" is no port name.");
    }
    byte[] bytes = java.util.HexFormat.of().parseHex(digits);
    return Bytes.u64(bytes, 0);
  }
}
