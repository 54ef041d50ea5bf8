// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  private static final int SCRIPT_SECONDS = 1_500;

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

  /**
   * Runs {@code script} of the scripts' folder, which serves by the code under test and boots the
   * guest, waits for its good end, and keeps what it printed in {@code target/judges}.
   *
   * @param said an empty folder for what everybody says
   * @return what it printed
   */
  static String script(String script, Path said) throws IOException, InterruptedException {
    require();
    ProcessBuilder builder =
        new ProcessBuilder(List.of("bash", scripts().resolve(script).toString(), said.toString()));
    Path output = said.resolve("script");
    builder.environment().put("QUINTAIN", launcher(said).toString());
    builder.environment().put("DUMPS", said.toString());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .start();
    boolean isDone = process.waitFor(SCRIPT_SECONDS, TimeUnit.SECONDS);
    if (!isDone) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    String text = Tool.text(output);
    Path folder = Files.createDirectories(Path.of("target", "judges"));
    Files.writeString(folder.resolve(script.replace(".sh", ".txt")), text);
    assertThat(isDone).as(text).isTrue();
    OutsideJudge.require(process.exitValue() != CANNOT, text.strip());
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  /** A command that runs what is being tested. */
  private static Path launcher(Path folder) throws IOException {
    Path launcher = folder.resolve("quintain");
    Files.writeString(
        launcher,
        "#!/bin/sh\nexec '%s' -Xmx512m -cp '%s' org.quintain.cli.Main \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path")));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    return launcher.toAbsolutePath();
  }
}
