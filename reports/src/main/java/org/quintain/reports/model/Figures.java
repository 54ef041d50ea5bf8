// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.model;

import java.util.Locale;

/** Spells figures the same way everywhere: three significant digits, a unit a person would use. */
public final class Figures {
  private static final String[] TIME_UNITS = {"ns", "µs", "ms", "s"};
  private static final String[] SIZE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Figures() {}

  /** A time in nanoseconds, such as {@code 8.31 µs}. */
  public static String time(double ns) {
    double value = ns;
    int unit = 0;
    while (unit < TIME_UNITS.length - 1 && value >= 999.5) {
      value /= 1000;
      unit++;
    }
    return digits(value) + " " + TIME_UNITS[unit];
  }

  /** How long a run took, such as {@code 1 min 24 s}. */
  public static String duration(long ns) {
    long seconds = Math.round(ns / 1e9);
    if (seconds < 60) {
      return time(ns);
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  /** A rate or count, such as {@code 948}, {@code 41.2 k}, {@code 1.20 M}. */
  public static String rate(double perSecond) {
    if (perSecond >= 999_500) {
      return perSecond >= 999.5e6 ? digits(perSecond / 1e9) + " G" : digits(perSecond / 1e6) + " M";
    }
    return perSecond >= 9_995 ? digits(perSecond / 1e3) + " k" : whole(Math.round(perSecond));
  }

  /** A whole number in groups of three, such as {@code 12,345}. */
  public static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** An amount of data, such as {@code 4 KiB} or {@code 1.50 GiB}. */
  public static String size(double bytes) {
    double value = bytes;
    int unit = 0;
    while (unit < SIZE_UNITS.length - 1 && value >= 1023.5) {
      value /= 1024;
      unit++;
    }
    String number = value == Math.rint(value) ? Long.toString((long) value) : digits(value);
    return number + " " + SIZE_UNITS[unit];
  }

  /** A bandwidth, such as {@code 187 MiB/s}. */
  public static String bandwidth(double bytesPerSecond) {
    return size(Math.rint(bytesPerSecond)) + "/s";
  }

  /** A figure in one of the base units of replays: ops/s, B/s or ns. */
  public static String inUnit(double value, String unit) {
    return switch (unit) {
      case "B/s" -> bandwidth(value);
      case "ns" -> time(value);
      default -> (value < 1000 ? digits(value) : rate(value)) + " " + unit;
    };
  }

  /** What a comparison with a published record concluded, in words: {@code Not matched}. */
  public static String conclusion(String conclusion) {
    String words = conclusion.toLowerCase(Locale.ROOT).replace('_', ' ');
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** A ratio, such as {@code 2.31×}. */
  public static String ratio(double ratio) {
    return digits(ratio) + "×";
  }

  /** The same as {@link #digits} without zeroes that say nothing: {@code 2}, {@code 2.5}. */
  public static String plain(double value) {
    String text = digits(value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  /** A number with three significant digits and no exponent. */
  public static String digits(double value) {
    double size = Math.abs(value);
    int places = size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + places + "f", value);
  }
}
