// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.sim.run.FaultSet;
import org.quintain.sim.run.SimulateOptions;
import org.quintain.sim.run.SimulateRunner;

/** Captures of Fibre Channel runs, as Wireshark's decoder reads them. */
class FrameCaptureTest {
  @TempDir Path directory;

  private Path captureOf(long seed, String faults) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SimulateOptions options =
        SimulateOptions.of("fc", FaultSet.parse(faults)).withSinks(bytes, null);
    assertThat(new SimulateRunner(options).runOne(seed).failure()).isEmpty();
    return Files.write(directory.resolve("run.pcapng"), bytes.toByteArray());
  }

  @Test
  void tsharkDecodesAFaultlessRunDownToTheCommands() throws IOException, InterruptedException {
    Path file = captureOf(3, "none");
    // Sequence identifiers come again after a while, which its reassembly takes for one sequence.
    assertThat(Tshark.lines(file, "_ws.malformed", "-o", "fc.reassemble:FALSE")).isEmpty();
    assertThat(Tshark.lines(file, "fc.crc.status == 0")).isEmpty();
    assertThat(Tshark.lines(file, "fcels.opcode == 0x04")).isNotEmpty();
    assertThat(Tshark.lines(file, "fcdns")).isNotEmpty();
    assertThat(Tshark.lines(file, "scsi_sbc.opcode")).hasSizeGreaterThan(20);
    assertThat(Tshark.lines(file, "frame.interface_name == \"target/0\"")).isNotEmpty();
    assertThat(Tshark.lines(file, "frame.interface_name == \"initiator/0\"")).isNotEmpty();
  }

  @Test
  void tsharkShowsWhichFaultWasInjectedWhere() throws IOException, InterruptedException {
    Path file = captureOf(6, "frame-loss,frame-corruption");
    assertThat(Tshark.lines(file, "frame.comment contains \"this frame is lost\"")).isNotEmpty();
    assertThat(Tshark.lines(file, "frame.comment contains \"bits turned over\"")).isNotEmpty();
  }
}
