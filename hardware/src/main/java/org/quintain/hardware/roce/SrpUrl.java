// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Lun;
import org.quintain.srp.wire.SrpPortIdentifier;

/**
 * A URL of a logical unit behind SRP: {@code srp://host[:port]/id_ext:ioc_guid/lun}, and behind a
 * question mark {@code from=ADDRESS}, {@code initiator=ID_EXT:GUID} and {@code
 * also=host[:port]/id_ext:ioc_guid}.
 *
 * @param text as it was written
 * @param target the target port
 * @param lunIndex 0 to {@link Lun#INDEX_MAX}
 * @param from our own address, empty for whichever leads there
 * @param initiator the name of the first initiator port, the extensions of the others count on from
 *     it; null where they have names by our address
 * @param also another port of the same target device; null where none is given
 */
record SrpUrl(
    String text,
    Place target,
    int lunIndex,
    String from,
    @Nullable SrpPortIdentifier initiator,
    @Nullable Place also) {
  static final String PREFIX = "srp://";
  static final String SPELLING =
      "srp://host[:port]/id_ext:ioc_guid/lun[?from=ADDRESS][&initiator=ID_EXT:GUID]"
          + "[&also=host[:port]/id_ext:ioc_guid]";

  private static final int DEFAULT_PORT = 5_555;
  private static final int PORT_MAX = 65_535;
  private static final int HEXADECIMAL = 16;
  private static final String GUID = "(?:0x)?([0-9a-fA-F]{16})";
  private static final String PLACE =
      "(\\[[0-9a-fA-F:.]+\\]|[^/:?]+)(?::([0-9]{1,5}))?/" + GUID + ":" + GUID;
  private static final Pattern AT = Pattern.compile(PLACE);
  private static final Pattern NAME = Pattern.compile(GUID + ":" + GUID);
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]+");
  private static final Pattern FORM =
      Pattern.compile("srp://(" + PLACE + ")/([0-9]{1,5})(?:\\?(.*))?");
  private static final int LUN_GROUP = 6;
  private static final int ARGUMENTS_GROUP = 7;

  /**
   * A target port and where it is.
   *
   * @param port the port number of RDMA-CM, 5555 where it is not given
   * @param name identifier extension and GUID of the I/O controller
   */
  record Place(String host, int port, SrpPortIdentifier name) {
    private static Place parse(String text, String url) {
      Matcher matcher = AT.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "\"" + text + "\" in \"" + url + "\" is not of the form host[:port]/id_ext:ioc_guid.");
      }
      String port = matcher.group(2);
      int number = port == null ? DEFAULT_PORT : Integer.parseInt(port);
      if (number < 1 || number > PORT_MAX) {
        throw new IllegalArgumentException(
            "The port " + number + " in \"" + url + "\" is not 1 to " + PORT_MAX + ".");
      }
      String host = matcher.group(1).replaceAll("[\\[\\]]", "");
      return new Place(host, number, identifier(matcher, 3));
    }
  }

  private static SrpPortIdentifier identifier(Matcher matcher, int group) {
    return new SrpPortIdentifier(
        Long.parseUnsignedLong(matcher.group(group), HEXADECIMAL),
        Long.parseUnsignedLong(matcher.group(group + 1), HEXADECIMAL));
  }

  /** Reads one; throws {@link IllegalArgumentException} with one sentence. */
  static SrpUrl parse(String url) {
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new IllegalArgumentException("\"" + url + "\" is not of the form " + SPELLING + ".");
    }
    int lun = Integer.parseInt(form.group(LUN_GROUP));
    if (lun > Lun.INDEX_MAX) {
      throw new IllegalArgumentException(
          "The LUN in \"" + url + "\" is above " + Lun.INDEX_MAX + ".");
    }
    String from = "";
    SrpPortIdentifier initiator = null;
    Place also = null;
    String arguments = form.group(ARGUMENTS_GROUP);
    for (String argument : arguments == null ? new String[0] : arguments.split("&", -1)) {
      String[] sides = argument.split("=", 2);
      String value = sides.length == 2 ? sides[1] : "";
      switch (sides[0].toLowerCase(Locale.ROOT)) {
        case "from" -> from = address(value, url);
        case "initiator" -> initiator = name(value, url);
        case "also" -> also = Place.parse(value, url);
        default ->
            throw new IllegalArgumentException(
                "\""
                    + argument
                    + "\" in \""
                    + url
                    + "\" is none of from=ADDRESS, initiator=ID_EXT:GUID and"
                    + " also=host[:port]/id_ext:ioc_guid.");
      }
    }
    return new SrpUrl(url, Place.parse(form.group(1), url), lun, from, initiator, also);
  }

  private static String address(String text, String url) {
    if (!ADDRESS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" in \"" + url + "\" is no address in digits.");
    }
    return text;
  }

  private static SrpPortIdentifier name(String text, String url) {
    Matcher matcher = NAME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" in \""
              + url
              + "\" is no initiator port identifier, which has 16 hexadecimal digits, a colon and 16"
              + " more.");
    }
    return identifier(matcher, 1);
  }
}
