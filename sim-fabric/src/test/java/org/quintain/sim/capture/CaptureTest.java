// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.sim.run.FaultSet;
import org.quintain.sim.run.SimulateOptions;
import org.quintain.sim.run.SimulateRunner;

class CaptureTest {
  @TempDir Path directory;

  private static byte[] captureOf(long seed, String faults) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SimulateOptions options =
        SimulateOptions.of("iscsi", FaultSet.parse(faults)).withSinks(bytes, null);
    assertThat(new SimulateRunner(options).runOne(seed).failure()).isEmpty();
    return bytes.toByteArray();
  }

  /** A reader of pcapng that knows nothing of the writer: the packets' frames. */
  private static List<byte[]> frames(byte[] file) {
    ByteBuffer blocks = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> frames = new ArrayList<>();
    while (blocks.hasRemaining()) {
      int start = blocks.position();
      int type = blocks.getInt(start);
      int length = blocks.getInt(start + 4);
      assertThat(length % 4).isZero();
      assertThat(blocks.getInt(start + length - 4)).isEqualTo(length);
      if (type == 6) {
        int captured = blocks.getInt(start + 20);
        assertThat(blocks.getInt(start + 24)).isEqualTo(captured);
        frames.add(Arrays.copyOfRange(file, start + 28, start + 28 + captured));
      }
      blocks.position(start + length);
    }
    return frames;
  }

  private static int onesComplementSum(ByteBuffer bytes, int from, int length, int start) {
    long sum = start;
    for (int index = 0; index < length; index++) {
      int octet = bytes.get(from + index) & 0xFF;
      sum += index % 2 == 0 ? octet << 8 : octet;
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return (int) sum;
  }

  @Test
  void lengthsAndChecksumsOfEveryFrameAreRight() {
    List<byte[]> frames = frames(captureOf(2, "default"));
    assertThat(frames).hasSizeGreaterThan(100);
    for (byte[] frame : frames) {
      ByteBuffer bytes = ByteBuffer.wrap(frame);
      int ipLength = bytes.getShort(16) & 0xFFFF;
      assertThat(ipLength).isEqualTo(frame.length - 14);
      assertThat(onesComplementSum(bytes, 14, 20, 0)).isEqualTo(0xFFFF);
      int tcpLength = ipLength - 20;
      int pseudo = onesComplementSum(bytes, 26, 8, 6 + tcpLength);
      assertThat(onesComplementSum(bytes, 34, tcpLength, pseudo)).isEqualTo(0xFFFF);
    }
  }

  @Test
  void tsharkDecodesAFaultlessRunWithoutComplaint() throws IOException, InterruptedException {
    Path file = directory.resolve("run.pcapng");
    Files.write(file, captureOf(3, "none"));
    List<String> all = tshark(file, "iscsi");
    assertThat(all).hasSizeGreaterThan(100);
    assertThat(tshark(file, "_ws.malformed || iscsi.opcode == 0x3f")).isEmpty();
    assertThat(tshark(file, "tcp.checksum.status == \"Bad\" || ip.checksum.status == \"Bad\""))
        .isEmpty();
    assertThat(tshark(file, "tcp.analysis.lost_segment || tcp.analysis.retransmission")).isEmpty();
    assertThat(tshark(file, "iscsi.opcode == 0x03")).isNotEmpty();
    assertThat(tshark(file, "scsi_sbc.opcode")).hasSizeGreaterThan(20);
  }

  @Test
  void tsharkShowsWhichFaultWasInjectedWhere() throws IOException, InterruptedException {
    Path file = directory.resolve("faults.pcapng");
    Files.write(file, captureOf(5, "loss,reset"));
    assertThat(tshark(file, "frame.comment contains \"lost, sent again later\""))
        .hasSizeGreaterThan(0);
    assertThat(tshark(file, "_ws.malformed")).isEmpty();
  }

  private static List<String> tshark(Path file, String filter)
      throws IOException, InterruptedException {
    return Tshark.lines(
        file, filter, "-2", "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE");
  }
}
