// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.cli.support.OutsideJudge;

class QemuImgTest {
  private static final int IMAGE_BYTES = 48 << 20;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void anImageGoesOntoTheLogicalUnitAndComesBackUnchanged(int blockBytes) throws Exception {
    OutsideJudge.require("qemu-img");
    Path image = directory.resolve("image.raw");
    byte[] content = new byte[IMAGE_BYTES];
    new Random(blockBytes).nextBytes(content);
    Files.write(image, content);
    Path back = directory.resolve("back.raw");
    try (ServedDisk disk = ServedDisk.start(IMAGE_BYTES, blockBytes)) {
      Tool.Result onto =
          Tool.run(
              300,
              "qemu-img",
              "convert",
              "-n",
              "-f",
              "raw",
              "-O",
              "raw",
              image.toString(),
              disk.url());
      assertThat(onto.exitCode()).as(onto.output()).isZero();
      Tool.Result off =
          Tool.run(
              300, "qemu-img", "convert", "-f", "raw", "-O", "raw", disk.url(), back.toString());
      assertThat(off.exitCode()).as(off.output()).isZero();
      assertThat(Files.mismatch(image, back)).isEqualTo(-1L);
      assertThat(disk.isAlive()).isTrue();
    }
  }
}
