// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The name server's queries (FC-GS-8 5.2.5), each by its code. */
final class NameQueries {
  private static final int AT = CtServer.PREAMBLE_BYTES;
  private static final int LAST = 0x80;
  private static final int NAME_FIELD = 255;
  private static final int ENTIRE_OBJECT_BYTES = 620;

  private final NameServer names;

  private NameQueries(NameServer names) {
    this.names = names;
  }

  static void addTo(SortedMap<Integer, CtServer.Request> table, NameServer names) {
    NameQueries queries = new NameQueries(names);
    // GA_NXT
    CtServer.add(table, 0x0100, 4, (who, bytes, length) -> queries.next(who, id(bytes)));
    // GPN_ID, GNN_ID, GCS_ID, GFT_ID, GSPN_ID, GPT_ID, GFPN_ID, GFF_ID
    queries.byId(table, 0x0112, port -> eight(port.portName));
    queries.byId(table, 0x0113, port -> eight(port.nodeName));
    queries.byId(table, 0x0114, port -> four(port.classesOfService));
    queries.byId(table, 0x0117, port -> port.fc4Types.clone());
    queries.byId(table, 0x0118, port -> lengthened(port.symbolicPortName));
    queries.byId(table, 0x011A, port -> new byte[] {(byte) port.portType, 0, 0, 0});
    queries.byId(table, 0x011C, port -> eight(port.fabricPortName));
    queries.byId(table, 0x011F, port -> port.fc4Features.clone());
    // GID_PN
    CtServer.add(
        table, 0x0121, 8, (who, bytes, length) -> queries.idByPortName(who, bytes.getLong(AT)));
    // GID_NN
    CtServer.add(
        table,
        0x0131,
        8,
        (who, bytes, length) -> {
          long nodeName = bytes.getLong(AT);
          return queries.list(
              who,
              port -> port.nodeName == nodeName,
              CtAnswer.NODE_NAME_NOT_REGISTERED,
              port -> new byte[0]);
        });
    // GSNN_NN
    CtServer.add(
        table,
        0x0139,
        8,
        (who, bytes, length) ->
            CtAnswer.accept(lengthened(names.symbolicNodeName(bytes.getLong(AT)))));
    // GID_FT, GPN_FT, GNN_FT
    queries.byType(table, 0x0171, port -> new byte[0]);
    queries.byType(table, 0x0172, port -> padded(port.portName));
    queries.byType(table, 0x0173, port -> padded(port.nodeName));
    // GID_PT
    CtServer.add(
        table,
        0x01A1,
        4,
        (who, bytes, length) -> {
          int wanted = bytes.get(AT) & 0xFF;
          // 7Fh asks for any Nx_Port (FC-GS-8 table 64).
          Predicate<PortObject> fits =
              port ->
                  (wanted == 0x7F || wanted == port.portType)
                      && scope(port, bytes.get(AT + 1), bytes.get(AT + 2));
          return queries.list(who, fits, CtAnswer.PORT_TYPE_NOT_REGISTERED, port -> new byte[0]);
        });
    // GID_FF
    CtServer.add(
        table,
        0x01F1,
        8,
        (who, bytes, length) -> {
          int wanted = bytes.get(AT + 6) & 0xF;
          int type = bytes.get(AT + 7) & 0xFF;
          Predicate<PortObject> fits =
              port ->
                  port.hasType(type)
                      && (port.features(type) & wanted) != 0
                      && scope(port, bytes.get(AT + 1), bytes.get(AT + 2));
          return queries.list(who, fits, CtAnswer.TYPES_NOT_REGISTERED, port -> new byte[0]);
        });
  }

  private static int id(ByteBuffer bytes) {
    return bytes.getInt(AT) & 0xFF_FFFF;
  }

  private static boolean scope(PortObject port, int domain, int area) {
    return (domain == 0 || (domain & 0xFF) == port.portId >>> 16)
        && (area == 0 || (area & 0xFF) == (port.portId >>> 8 & 0xFF));
  }

  private void byId(
      SortedMap<Integer, CtServer.Request> table, int code, Function<PortObject, byte[]> object) {
    CtServer.add(
        table,
        code,
        4,
        (who, bytes, length) -> {
          PortObject port = visible(who, id(bytes));
          return port == null
              ? CtAnswer.unable(CtAnswer.PORT_ID_NOT_REGISTERED)
              : CtAnswer.accept(object.apply(port));
        });
  }

  private void byType(
      SortedMap<Integer, CtServer.Request> table, int code, Function<PortObject, byte[]> object) {
    CtServer.add(
        table,
        code,
        4,
        (who, bytes, length) -> {
          int type = bytes.get(AT + 3) & 0xFF;
          Predicate<PortObject> fits =
              port -> port.hasType(type) && scope(port, bytes.get(AT + 1), bytes.get(AT + 2));
          return list(who, fits, CtAnswer.TYPES_NOT_REGISTERED, object);
        });
  }

  private @Nullable PortObject visible(int requester, int portId) {
    PortObject port = names.port(portId);
    return port != null && names.sees(requester, portId) ? port : null;
  }

  private CtAnswer idByPortName(int requester, long portName) {
    for (PortObject port : names.visibleTo(requester)) {
      if (port.portName == portName) {
        return CtAnswer.accept(four(port.portId));
      }
    }
    return CtAnswer.unable(CtAnswer.PORT_NAME_NOT_REGISTERED);
  }

  /** A list of addresses, each with {@code object} behind it, the last one marked. */
  private CtAnswer list(
      int requester,
      Predicate<PortObject> fits,
      int explanation,
      Function<PortObject, byte[]> object) {
    List<byte[]> entries = new ArrayList<>();
    int length = 0;
    for (PortObject port : names.visibleTo(requester)) {
      if (fits.test(port)) {
        byte[] more = object.apply(port);
        byte[] entry = new byte[4 + more.length];
        ByteBuffer.wrap(entry).putInt(port.portId).put(more);
        entries.add(entry);
        length += entry.length;
      }
    }
    if (entries.isEmpty()) {
      return CtAnswer.unable(explanation);
    }
    entries.get(entries.size() - 1)[0] = (byte) LAST;
    ByteBuffer all = ByteBuffer.allocate(length);
    entries.forEach(all::put);
    return CtAnswer.accept(all.array());
  }

  /** GA_NXT: all that is known of the port that comes next, around the end (FC-GS-8 5.2.5.2). */
  private CtAnswer next(int requester, int portId) {
    List<PortObject> seen = names.visibleTo(requester);
    if (seen.isEmpty()) {
      return CtAnswer.unable(CtAnswer.DATABASE_EMPTY);
    }
    PortObject found = seen.get(0);
    for (PortObject port : seen) {
      if (port.portId > portId) {
        found = port;
        break;
      }
    }
    ByteBuffer object = ByteBuffer.allocate(ENTIRE_OBJECT_BYTES);
    object.putInt(found.portType << 24 | found.portId).putLong(found.portName);
    object.put(lengthened(found.symbolicPortName)).putLong(found.nodeName);
    object.put(lengthened(names.symbolicNodeName(found.nodeName)));
    object.put(new byte[8 + 16]).putInt(found.classesOfService).put(found.fc4Types);
    object.put(new byte[16]).putLong(found.fabricPortName).putInt(0);
    return CtAnswer.accept(object.array());
  }

  private static byte[] lengthened(byte[] name) {
    byte[] field = new byte[1 + NAME_FIELD];
    field[0] = (byte) name.length;
    System.arraycopy(name, 0, field, 1, name.length);
    return field;
  }

  private static byte[] four(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  private static byte[] eight(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  private static byte[] padded(long value) {
    return ByteBuffer.allocate(12).putInt(0).putLong(value).array();
  }
}
