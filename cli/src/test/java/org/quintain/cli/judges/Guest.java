// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.quintain.cli.support.Checkout;
import org.quintain.cli.support.OutsideJudge;

/**
 * A Linux kernel of Debian's in an emulated machine, with open-iscsi and sg3-utils: the scripts in
 * {@code cli/src/test/guest} make it and boot it. It reaches the host's loopback as 10.0.2.2.
 */
final class Guest {
  /** What the scripts exit with where a guest cannot be made. */
  private static final int CANNOT = 3;

  private static final int SLACK_SECONDS = 300;

  private Guest() {}

  /** Where the scripts lie. */
  static Path scripts() {
    return Checkout.root().resolve(Path.of("cli", "src", "test", "guest"));
  }

  /**
   * Makes the guest if it is not there yet; where that cannot be, the test ends as skipped, or as
   * failed where judges are required.
   */
  static void require() throws IOException, InterruptedException {
    Tool.Result made = Tool.run(600, "bash", scripts().resolve("build.sh").toString());
    String[] lines = made.output().strip().split("\n");
    OutsideJudge.require(made.exitCode() == 0, lines[lines.length - 1]);
  }

  /**
   * Boots it with {@code exchange} as its /x, lets it run the script {@code job} of the scripts'
   * folder, and waits for its end.
   *
   * @param seconds what the job may take
   * @return its exit status, and what it and the scripts printed
   */
  static Tool.Result run(Path exchange, String job, int seconds)
      throws IOException, InterruptedException {
    Files.copy(
        scripts().resolve(job), exchange.resolve("job"), StandardCopyOption.REPLACE_EXISTING);
    Tool.Result result =
        Tool.run(
            seconds + SLACK_SECONDS,
            List.of(
                "bash",
                scripts().resolve("boot.sh").toString(),
                exchange.toString(),
                Integer.toString(seconds)));
    OutsideJudge.require(result.exitCode() != CANNOT, result.output().strip());
    Path output = exchange.resolve("output");
    String said = Files.exists(output) ? Files.readString(output) : "";
    return new Tool.Result(result.exitCode(), said + result.output());
  }
}
