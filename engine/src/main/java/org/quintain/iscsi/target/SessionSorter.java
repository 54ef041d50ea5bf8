// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;

/**
 * Shares sessions out among several nodes. All connections of one session, and of the sessions that
 * reinstate it, have the initiator's name and the ISID in common (RFC 7143 4.4.1), and the first
 * Login Request of a connection tells both (RFC 7143 13.5): so they all come to one node. Sessions
 * that were not seen before take turns. Owned by the reactor that accepts.
 */
public final class SessionSorter {
  /** Answer of {@link #nodeOf} when the bytes do not tell yet. */
  public static final int MORE = -1;

  private static final int REMEMBERED = 8192;
  private static final int ISID_OFFSET = 8;
  private static final String NAME_KEY = "InitiatorName=";

  private final int nodes;
  private final Map<String, Integer> seen =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };
  private int next;

  /** A sorter for {@code nodes} nodes. */
  public SessionSorter(int nodes) {
    this.nodes = nodes;
  }

  /**
   * The number of the node that a connection belongs to, or {@link #MORE}.
   *
   * @param bytes the first bytes of the connection, from index 0 to the limit
   * @param isAll whether more will not be waited for
   */
  public int nodeOf(ByteBuffer bytes, boolean isAll) {
    int there = bytes.limit();
    if (there < Bhs.LENGTH_BYTES) {
      return isAll ? 0 : MORE;
    }
    if (Bhs.opcode(bytes, 0) != IscsiOpcode.LOGIN_REQUEST) {
      return 0;
    }
    int textAt = Bhs.LENGTH_BYTES + Bhs.totalAhsLengthBytes(bytes, 0);
    int end = textAt + Bhs.dataSegmentLength(bytes, 0);
    if (there < end && !isAll) {
      return MORE;
    }
    int tsih = LoginRequestPdu.tsih(bytes, 0);
    if (tsih != 0) {
      // Each node gives out handles of its own: see IscsiTargetNode#shareTsihs.
      return (tsih - 1) % nodes;
    }
    long isid = bytes.getLong(ISID_OFFSET) >>> 16;
    return seen.computeIfAbsent(
        isid + " " + initiatorName(bytes, textAt, Math.min(there, end)), key -> next++ % nodes);
  }

  private static String initiatorName(ByteBuffer bytes, int from, int to) {
    byte[] text = new byte[Math.max(0, to - from)];
    bytes.get(Math.min(from, to), text);
    for (String pair : new String(text, StandardCharsets.UTF_8).split("\0", -1)) {
      if (pair.startsWith(NAME_KEY)) {
        return pair.substring(NAME_KEY.length()).toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }
}
