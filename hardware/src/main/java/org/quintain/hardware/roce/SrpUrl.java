// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quintain.srp.wire.SrpPortIdentifier;

/**
 * {@code srp://host[:port]/id_ext:ioc_guid/lun[?from=address]}.
 *
 * @param text as it was written
 * @param host where the target's port is
 * @param port the port number of RDMA-CM, 5555 where it is not given
 * @param targetPort identifier extension and GUID of the I/O controller
 * @param lunIndex the logical unit
 * @param from our own address, empty for whichever leads there
 */
record SrpUrl(
    String text, String host, int port, SrpPortIdentifier targetPort, int lunIndex, String from) {
  static final String PREFIX = "srp://";
  private static final int DEFAULT_PORT = 5_555;
  private static final String GUID = "(?:0x)?([0-9a-fA-F]{16})";
  private static final Pattern FORM =
      Pattern.compile(
          "srp://(\\[[0-9a-fA-F:.]+\\]|[^/:?]+)(?::([0-9]{1,5}))?/"
              + GUID
              + ":"
              + GUID
              + "/([0-9]{1,5})(?:\\?from=([0-9a-fA-F:.]+))?");

  /** Reads one; throws {@link IllegalArgumentException} with one sentence. */
  static SrpUrl parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          text + " is not of the form srp://host[:port]/id_ext:ioc_guid/lun[?from=address].");
    }
    String port = matcher.group(2);
    String from = matcher.group(6);
    return new SrpUrl(
        text,
        matcher.group(1).replaceAll("[\\[\\]]", ""),
        port == null ? DEFAULT_PORT : Integer.parseInt(port),
        new SrpPortIdentifier(
            Long.parseUnsignedLong(matcher.group(3), 16),
            Long.parseUnsignedLong(matcher.group(4), 16)),
        Integer.parseInt(matcher.group(5)),
        from == null ? "" : from);
  }
}
