// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * iSCSI names (RFC 7143 4.2.7): iqn., eui. and naa. Names are compared in the form {@link
 * #normalized} gives, which maps case as RFC 3722 does.
 */
public final class IscsiName {
  /** The longest name in bytes (RFC 7143 4.2.7.1). */
  public static final int LENGTH_MAX = 223;

  private IscsiName() {}

  /** The form in which names are compared, or null when {@code name} is none. */
  public static @Nullable String normalized(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > LENGTH_MAX) {
      return null;
    }
    String form = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    // Compatibility mapping can make a name longer than it came.
    if (form.getBytes(StandardCharsets.UTF_8).length > LENGTH_MAX || !hasOnlyNameCharacters(form)) {
      return null;
    }
    return isQualified(form) || isHexadecimal(form, "eui.", 16) || isNaa(form) ? form : null;
  }

  private static boolean isNaa(String form) {
    return isHexadecimal(form, "naa.", 16) || isHexadecimal(form, "naa.", 32);
  }

  // "iqn." year "-" month "." reversed domain name [":" anything].
  private static boolean isQualified(String form) {
    if (!form.startsWith("iqn.") || form.length() < 13) {
      return false;
    }
    for (int index = 4; index < 11; index++) {
      char c = form.charAt(index);
      if (index == 8 ? c != '-' : c < '0' || c > '9') {
        return false;
      }
    }
    return form.charAt(11) == '.' && form.charAt(12) != ':';
  }

  private static boolean isHexadecimal(String form, String prefix, int digits) {
    if (!form.startsWith(prefix) || form.length() != prefix.length() + digits) {
      return false;
    }
    for (int index = prefix.length(); index < form.length(); index++) {
      if (Character.digit(form.charAt(index), 16) < 0 || form.charAt(index) > 'f') {
        return false;
      }
    }
    return true;
  }

  // RFC 3722 prohibits "_" as well; names with it are in wide use and harm nobody.
  private static boolean hasOnlyNameCharacters(String form) {
    return form.codePoints()
        .allMatch(
            c ->
                c == '-'
                    || c == '.'
                    || c == ':'
                    || c == '_'
                    || Character.isLetterOrDigit(c)
                    || isMark(c));
  }

  private static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }
}
