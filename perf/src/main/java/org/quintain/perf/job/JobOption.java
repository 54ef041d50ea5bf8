// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.job;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of fio's job files that are read here: the one table that the parser and its messages
 * go by. What each means is fio's (HOWTO of fio 3.x).
 */
enum JobOption {
  RW((draft, value) -> draft.mode = mode(value), "readwrite"),
  BS((draft, value) -> draft.blockBytes = Math.toIntExact(Quantity.sizeBytes(value)), "blocksize"),
  SIZE((draft, value) -> draft.sizeBytes = Quantity.sizeBytes(value)),
  OFFSET((draft, value) -> draft.offsetBytes = Quantity.sizeBytes(value)),
  IODEPTH((draft, value) -> draft.ioDepth = count(value, 1, 4096)),
  NUMJOBS((draft, value) -> draft.numJobs = count(value, 1, 256)),
  RUNTIME((draft, value) -> draft.runtimeNs = Quantity.timeNs(value)),
  TIME_BASED((draft, value) -> draft.timeBased = flag(value)),
  RAMP_TIME((draft, value) -> draft.rampNs = Quantity.timeNs(value)),
  RWMIXREAD((draft, value) -> draft.readPercent = count(value, 0, 100)),
  RWMIXWRITE((draft, value) -> draft.readPercent = 100 - count(value, 0, 100)),
  NUMBER_IOS((draft, value) -> draft.ioCountMax = Quantity.sizeBytes(value)),
  LOOPS((draft, value) -> draft.loops = count(value, 1, 1_000_000)),
  RATE_IOPS((draft, value) -> draft.rateIops = count(value, 0, 100_000_000)),
  RATE_PROCESS((draft, value) -> draft.poisson = word(value, "linear", "poisson") == 1),
  NORANDOMMAP((draft, value) -> draft.randomMap = !flag(value)),
  RANDOM_DISTRIBUTION((draft, value) -> draft.zipfTheta = zipfTheta(value)),
  RANDSEED((draft, value) -> draft.seed = Quantity.sizeBytes(value)),
  VERIFY((draft, value) -> draft.verify = word(value, "0", "crc32c") == 1),
  FSYNC((draft, value) -> draft.flushEvery = count(value, 0, Integer.MAX_VALUE), "fdatasync"),
  STONEWALL((draft, value) -> draft.stonewall = flag(value), "wait_for_previous"),
  SYNC(
      (draft, value) -> draft.forceUnitAccess = word(value, "0", "none", "1", "dsync", "sync") > 1),
  // What fio needs to reach a device and we have another word for, or what we always do.
  IOENGINE(JobOption::nothing),
  DIRECT(JobOption::nothing),
  GROUP_REPORTING(JobOption::nothing),
  THREAD(JobOption::nothing),
  DESCRIPTION(JobOption::nothing),
  // Runs always repeat; another randseed gives another sequence.
  RANDREPEAT((draft, value) -> word(value, "1", "true")),
  DO_VERIFY((draft, value) -> word(value, "1", "true"));

  private static final Set<String> YES = Set.of("", "1", "true");
  private static final Set<String> NO = Set.of("0", "false");

  /** What an option does to the job that is being read. */
  @FunctionalInterface
  interface Effect {
    /** Applies {@code value}; throws IllegalArgumentException that says what is allowed. */
    void apply(JobDraft draft, String value);
  }

  private final Effect effect;
  private final List<String> aliases;

  JobOption(Effect effect, String... aliases) {
    this.effect = effect;
    this.aliases = List.of(aliases);
  }

  static @Nullable JobOption ofWord(String word) {
    for (JobOption option : values()) {
      if (option.word().equals(word) || option.aliases.contains(word)) {
        return option;
      }
    }
    return null;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  void apply(JobDraft draft, String value) {
    effect.apply(draft, value);
  }

  private static void nothing(JobDraft draft, String value) {}

  private static AccessMode mode(String value) {
    AccessMode mode = AccessMode.ofWord(value);
    if (mode == null) {
      throw new IllegalArgumentException("one of read, write, rw, randread, randwrite, randrw");
    }
    return mode;
  }

  private static int count(String value, int least, int most) {
    try {
      long number = Quantity.sizeBytes(value);
      if (number >= least && number <= most) {
        return (int) number;
      }
    } catch (IllegalArgumentException e) {
      // Said below, with the range.
    }
    throw new IllegalArgumentException("a number from " + least + " to " + most);
  }

  private static boolean flag(String value) {
    if (YES.contains(value)) {
      return true;
    }
    if (NO.contains(value)) {
      return false;
    }
    throw new IllegalArgumentException("0 or 1");
  }

  private static int word(String value, String... words) {
    List<String> allowed = List.of(words);
    if (!allowed.contains(value)) {
      throw new IllegalArgumentException("one of " + String.join(", ", allowed));
    }
    return allowed.indexOf(value);
  }

  private static double zipfTheta(String value) {
    if (value.equals("random")) {
      return 0;
    }
    try {
      double theta = value.startsWith("zipf:") ? Double.parseDouble(value.substring(5)) : -1;
      if (theta > 0 && theta < 5 && theta != 1) {
        return theta;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "random, or zipf:THETA with THETA above 0, below 5 and not 1");
  }
}
