// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;
import org.quintain.wire.Gid;

/**
 * What RDMA-CM puts before the private data of a request (annex A11.3): who, by IP address and
 * port, would speak to whom; the service identifier, {@link
 * org.quintain.wire.RdmaPort#ipServiceId}, holds the port that is asked for.
 *
 * <pre>
 *     0        1        2        3
 *  0 |MajV MiV|IPV     |   Source Port   |
 *  4 |           Source IP (16)          |
 * 20 |         Destination IP (16)       |
 * </pre>
 */
public final class RdmaCmHeader {
  /** How long it is. */
  public static final int LENGTH_BYTES = 36;

  private static final MadField VERSION = MadField.byteAt(0);
  private static final MadField IP_VERSION = MadField.bits(1, 0, 4);
  private static final MadField SOURCE_PORT = MadField.shortAt(2);
  private static final int SOURCE_AT = 4;
  private static final int DESTINATION_AT = 20;

  private RdmaCmHeader() {}

  /** Whether a header of a known version stands at {@code at}. */
  public static boolean isSound(ByteBuffer bytes, int at) {
    long ipVersion = IP_VERSION.get(bytes, at);
    return VERSION.get(bytes, at) == 0 && (ipVersion == 4 || ipVersion == 6);
  }

  /** Writes the whole header. */
  public static void write(ByteBuffer bytes, int at, int sourcePort, Gid source, Gid destination) {
    VERSION.put(bytes, at, 0);
    bytes.put(at + 1, (byte) 0);
    IP_VERSION.put(bytes, at, destination.isIpv4() ? 4 : 6);
    SOURCE_PORT.put(bytes, at, sourcePort);
    address(bytes, at + SOURCE_AT, source);
    address(bytes, at + DESTINATION_AT, destination);
  }

  /** An IPv4 address stands in the last four of 16 bytes, with zeros before it. */
  private static void address(ByteBuffer bytes, int at, Gid address) {
    if (address.isIpv4()) {
      bytes.putLong(at, 0);
      bytes.putInt(at + 8, 0);
      bytes.putInt(at + 12, address.ipv4());
    } else {
      GidBytes.write(bytes, at, address);
    }
  }

  private static Gid address(ByteBuffer bytes, int headerAt, int at) {
    return IP_VERSION.get(bytes, headerAt) == 4
        ? GidBytes.ofIpv4(bytes.getInt(at + 12))
        : GidBytes.read(bytes, at);
  }

  /** The port of the side that asks. */
  public static int sourcePort(ByteBuffer bytes, int at) {
    return SOURCE_PORT.getInt(bytes, at);
  }

  /** The address of the side that asks. */
  public static Gid source(ByteBuffer bytes, int at) {
    return address(bytes, at, at + SOURCE_AT);
  }

  /** The address that is asked for. */
  public static Gid destination(ByteBuffer bytes, int at) {
    return address(bytes, at, at + DESTINATION_AT);
  }
}
