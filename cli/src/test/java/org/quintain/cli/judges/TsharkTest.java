// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.cli.support.OutsideJudge;

/** What goes over loopback, read by Wireshark's dissectors. */
class TsharkTest {
  /**
   * INQUIRY data that the allocation length cuts short, as SPC-5 4.2.5.6 has it, is malformed to
   * this dissector whoever sends it: it reads on where the data ends.
   */
  private static final String CUT_SHORT = "Inquiry Response Data";

  @TempDir private Path directory;

  @Test
  void decodesOurTrafficWithoutAMalformedPacket() throws Exception {
    OutsideJudge.require("tshark");
    OutsideJudge.require("iscsi-inq");
    OutsideJudge.require("qemu-img");
    Path capture = directory.resolve("loopback.pcapng");
    try (ServedDisk disk = ServedDisk.start(8 << 20, 512)) {
      Process tshark =
          new ProcessBuilder(
                  "tshark",
                  "-q",
                  "-i",
                  "lo",
                  "-f",
                  "tcp port " + disk.port(),
                  "-w",
                  capture.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("tshark.log").toFile())
              .start();
      try {
        awaitCapture(tshark);
        exercise(disk);
      } finally {
        tshark.destroy();
        tshark.waitFor(10, TimeUnit.SECONDS);
      }
      String decodeAs = "tcp.port==" + disk.port() + ",iscsi";
      assertThat(count(capture, decodeAs, "iscsi")).isGreaterThan(50);
      assertThat(count(capture, decodeAs, "scsi_sbc.opcode")).isGreaterThan(10);
      Tool.Result malformed =
          Tool.run(60, "tshark", "-r", capture.toString(), "-d", decodeAs, "-Y", "_ws.malformed");
      assertThat(malformed.output().lines().filter(line -> line.contains("iSCSI")))
          .allMatch(line -> line.contains(CUT_SHORT));
    }
  }

  private void awaitCapture(Process tshark) throws Exception {
    Path log = directory.resolve("tshark.log");
    for (int attempt = 0; attempt < 200; attempt++) {
      if (Files.readString(log).contains("Capturing on")) {
        Thread.sleep(500);
        return;
      }
      if (tshark.waitFor(50, TimeUnit.MILLISECONDS)) {
        OutsideJudge.require(false, "tshark may not capture here: " + Files.readString(log));
      }
    }
  }

  private void exercise(ServedDisk disk) throws Exception {
    assertThat(Tool.run(30, "iscsi-inq", disk.url()).exitCode()).isZero();
    assertThat(Tool.run(30, "iscsi-inq", "-e", "1", "-c", "131", disk.url()).exitCode()).isZero();
    Path image = directory.resolve("image.raw");
    Files.write(image, new byte[4 << 20]);
    Tool.Result convert =
        Tool.run(
            60,
            "qemu-img",
            "convert",
            "-n",
            "-f",
            "raw",
            "-O",
            "raw",
            image.toString(),
            disk.url());
    assertThat(convert.exitCode()).as(convert.output()).isZero();
    Tool.Result read =
        Tool.run(
            60,
            "qemu-img",
            "convert",
            "-f",
            "raw",
            "-O",
            "raw",
            disk.url(),
            directory.resolve("back.raw").toString());
    assertThat(read.exitCode()).as(read.output()).isZero();
  }

  private static long count(Path capture, String decodeAs, String filter) throws Exception {
    Tool.Result result =
        Tool.run(60, "tshark", "-r", capture.toString(), "-d", decodeAs, "-Y", filter);
    return result.output().lines().count();
  }
}
