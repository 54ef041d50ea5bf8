// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.cli.support.OutsideJudge;

/**
 * The Linux kernel's own initiator at work on a served disk: {@code
 * cli/src/test/guest/open-iscsi.sh}, which says what is done.
 */
class OpenIscsiTest {
  private static final int CANNOT = 3;
  private static final int SECONDS = 900;

  @Test
  void worksWithAServedDiskThroughCrashesAndCuts(@TempDir Path said) throws Exception {
    Guest.require();
    ProcessBuilder script =
        new ProcessBuilder(
            List.of("bash", Guest.scripts().resolve("open-iscsi.sh").toString(), said.toString()));
    Path output = said.resolve("script");
    script.environment().put("QUINTAIN", launcher(said).toString());
    Process process =
        script
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .start();
    boolean isDone = process.waitFor(SECONDS, TimeUnit.SECONDS);
    if (!isDone) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    String text = Tool.text(output);
    Path report = Files.createDirectories(Path.of("target", "judges")).resolve("open-iscsi.txt");
    Files.writeString(report, text);
    assertThat(isDone).as(text).isTrue();
    OutsideJudge.require(process.exitValue() != CANNOT, text.strip());
    assertThat(process.exitValue()).as(text).isZero();
    assertThat(text)
        .contains("done: partition, ext4, fio with verify, fsck")
        .contains("done: the server killed under load, and its session recovered")
        .contains("done: a path cut and mended under load")
        .contains("done: logout");
  }

  /** A command that runs what is being tested. */
  private static Path launcher(Path folder) throws IOException {
    Path launcher = folder.resolve("quintain");
    Files.writeString(
        launcher,
        "#!/bin/sh\nexec '%s' -Xmx512m -cp '%s' org.quintain.cli.Main \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path")),
        StandardCharsets.UTF_8);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    return launcher.toAbsolutePath();
  }
}
