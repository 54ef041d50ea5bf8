// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs of others that judge ours, such as {@code iscsi-ls} or {@code tshark}. On a machine
 * without a judge its tests are skipped and say why; with {@code QUINTAIN_JUDGES=required}, as in
 * CI, a missing judge is a failure.
 */
public final class OutsideJudge {
  /** Debian's package of each judge, for the sentence that says what to install. */
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("iscsi-ls", "libiscsi-bin"),
          Map.entry("iscsi-inq", "libiscsi-bin"),
          Map.entry("iscsi-readcapacity16", "libiscsi-bin"),
          Map.entry("iscsi-test-cu", "libiscsi-bin"),
          Map.entry("iscsi-perf", "libiscsi-bin"),
          Map.entry("isnsd", "open-isns-server"),
          Map.entry("isnsadm", "open-isns-utils"),
          Map.entry("qemu-img", "qemu-utils"),
          Map.entry("qemu-io", "qemu-utils"),
          Map.entry("sg_inq", "sg3-utils"),
          Map.entry("sg_decode_sense", "sg3-utils"),
          Map.entry("sg_vpd", "sg3-utils"),
          Map.entry("tgtd", "tgt"),
          Map.entry("tgtadm", "tgt"),
          Map.entry("tshark", "tshark"));

  private OutsideJudge() {}

  /**
   * Finds the program {@code judge}; where it is missing, ends the test as skipped, or as failed
   * where judges are required.
   *
   * @return its absolute path
   */
  public static Path require(String judge) {
    return find(
        judge,
        System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
        "required".equals(System.getenv("QUINTAIN_JUDGES")));
  }

  /**
   * As {@link #require(String)}, for judges that are no program, such as a kernel module or a
   * privilege: {@code present} tells whether it is there, {@code sentence} what is missing.
   */
  public static void require(boolean present, String sentence) {
    decide(present, sentence, "required".equals(System.getenv("QUINTAIN_JUDGES")));
  }

  static Path find(String judge, String searchPath, boolean required) {
    String name = PACKAGES.get(judge);
    Assertions.assertNotNull(name, "no package is known for the judge " + judge);
    for (String directory : directories(searchPath)) {
      Path candidate = Path.of(directory, judge);
      if (Files.isExecutable(candidate)) {
        return candidate.toAbsolutePath();
      }
    }
    decide(
        false, judge + " is missing; on Debian install it with: apt-get install " + name, required);
    throw new IllegalStateException("unreachable: a missing judge ends the test");
  }

  static void decide(boolean present, String sentence, boolean required) {
    if (required && !present) {
      Assertions.fail("an outside judge is required: " + sentence);
    }
    Assumptions.assumeTrue(present, sentence);
  }

  /** The search path, and where Debian keeps programs that only root is given a path to. */
  private static List<String> directories(String searchPath) {
    return List.of((searchPath + ":/usr/sbin:/sbin").split(":", -1));
  }
}
