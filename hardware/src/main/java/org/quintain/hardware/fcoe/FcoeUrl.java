// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quintain.fc.wire.WorldWideName;

/**
 * A URL of a logical unit behind FCoE: {@code
 * fcoe:LINK/WWPN/LUN[?initiator=WWPN][&also=WWPN][&mode=MODE]}. LINK is as {@link LinkName} reads
 * it.
 *
 * @param link the link that the target port is on
 * @param targetName the target port's name
 * @param lunIndex 0 to 16383
 * @param initiatorName the name of the first initiator port, the others count on from it; 0 when
 *     none is given
 * @param alsoName the name of another port of the same target device on the same link; 0 when none
 *     is given
 * @param mode how our ports get their addresses
 */
record FcoeUrl(
    LinkName link,
    long targetName,
    int lunIndex,
    long initiatorName,
    long alsoName,
    FcoeMode mode) {
  static final String PREFIX = "fcoe:";
  static final String SPELLING =
      "fcoe:IFACE/WWPN/lun, or udp:HERE:PORT,THERE:PORT in place of IFACE"
          + "[?initiator=WWPN][&also=WWPN][&mode=fabric]";

  private static final Pattern FORM =
      Pattern.compile("fcoe:([^/?]+)/([^/?]+)/([0-9]{1,5})(?:\\?(.*))?");
  private static final int LUN_MAX = 16_383;

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with one sentence that says what is wrong and how it is
   *     spelled
   */
  static FcoeUrl parse(String url) {
    Matcher form = FORM.matcher(url);
    if (!form.matches()) {
      throw new IllegalArgumentException("\"" + url + "\" is not of the form " + SPELLING + ".");
    }
    int lun = Integer.parseInt(form.group(3));
    if (lun > LUN_MAX) {
      throw new IllegalArgumentException("The LUN in \"" + url + "\" is above " + LUN_MAX + ".");
    }
    long initiator = 0;
    long also = 0;
    FcoeMode mode = FcoeMode.VN2VN;
    String arguments = form.group(4);
    for (String argument : arguments == null ? new String[0] : arguments.split("&", -1)) {
      String[] sides = argument.split("=", 2);
      String value = sides.length == 2 ? sides[1] : "";
      switch (sides[0].toLowerCase(Locale.ROOT)) {
        case "initiator" -> initiator = WorldWideName.parse(value);
        case "also" -> also = WorldWideName.parse(value);
        case "mode" -> mode = FcoeMode.parse(value);
        default ->
            throw new IllegalArgumentException(
                "\"" + argument + "\" is none of initiator=WWPN, also=WWPN and mode=fabric.");
      }
    }
    return new FcoeUrl(
        LinkName.parse(form.group(1)),
        WorldWideName.parse(form.group(2)),
        lun,
        initiator,
        also,
        mode);
  }

  /** The text that {@link #parse} takes. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(PREFIX);
    text.append(link).append('/').append(WorldWideName.format(targetName));
    text.append('/').append(lunIndex);
    char before = '?';
    if (initiatorName != 0) {
      text.append(before).append("initiator=").append(WorldWideName.format(initiatorName));
      before = '&';
    }
    if (alsoName != 0) {
      text.append(before).append("also=").append(WorldWideName.format(alsoName));
      before = '&';
    }
    if (mode != FcoeMode.VN2VN) {
      text.append(before).append("mode=").append(mode.text());
    }
    return text.toString();
  }
}
