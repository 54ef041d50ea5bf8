// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  private static final int IMAGE_BYTES = 4 << 20;

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
                  "-B",
                  "64",
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
        awaitCapture(tshark, disk);
        exercise(disk);
        awaitRest(capture);
      } finally {
        tshark.destroy();
        tshark.waitFor(120, TimeUnit.SECONDS);
      }
      String decodeAs = "tcp.port==" + disk.port() + ",iscsi";
      assertThat(count(capture, decodeAs, "iscsi")).isGreaterThan(50);
      assertThat(count(capture, decodeAs, "scsi_sbc.opcode")).isGreaterThan(10);
      Tool.Result malformed =
          Tool.run(120, "tshark", "-r", capture.toString(), "-d", decodeAs, "-Y", "_ws.malformed");
      assertThat(malformed.output().lines().filter(line -> line.contains("iSCSI")))
          .allMatch(line -> line.contains(CUT_SHORT));
    }
  }

  /** Until it says that it captures, and what goes over the wire then comes into its file. */
  private void awaitCapture(Process tshark, ServedDisk disk) throws Exception {
    Path log = directory.resolve("tshark.log");
    Path capture = directory.resolve("loopback.pcapng");
    long empty = -1;
    for (int attempt = 0; attempt < 1_200; attempt++) {
      if (empty < 0 && Files.readString(log).contains("Capturing on")) {
        empty = size(capture);
      }
      if (empty >= 0) {
        assertThat(Tool.run(120, "iscsi-inq", disk.url()).exitCode()).isZero();
      }
      if (tshark.waitFor(50, TimeUnit.MILLISECONDS)) {
        OutsideJudge.require(false, "tshark may not capture here: " + Files.readString(log));
      }
      if (empty >= 0 && size(capture) > empty) {
        return;
      }
    }
    throw new AssertionError("tshark captures nothing: " + Files.readString(log));
  }

  /** Until all of the data that were written and read are in the file, or no more comes. */
  private static void awaitRest(Path capture) throws Exception {
    for (int tries = 0; tries < 600 && size(capture) < 2 * IMAGE_BYTES; tries++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static long size(Path file) throws Exception {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private void exercise(ServedDisk disk) throws Exception {
    assertThat(Tool.run(120, "iscsi-inq", disk.url()).exitCode()).isZero();
    assertThat(Tool.run(120, "iscsi-inq", "-e", "1", "-c", "131", disk.url()).exitCode()).isZero();
    Path image = directory.resolve("image.raw");
    byte[] content = new byte[IMAGE_BYTES];
    Arrays.fill(content, (byte) 7);
    Files.write(image, content);
    Tool.Result convert =
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
    assertThat(convert.exitCode()).as(convert.output()).isZero();
    Tool.Result read =
        Tool.run(
            300,
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
        Tool.run(120, "tshark", "-r", capture.toString(), "-d", decodeAs, "-Y", filter);
    return result.output().lines().count();
  }
}
