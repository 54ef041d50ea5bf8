// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.sim.run.FaultSet;
import org.quintain.sim.run.SimulateOptions;
import org.quintain.sim.run.SimulateRunner;
import org.quintain.sim.run.SimulationResult;

/**
 * Captures of SRP runs, as Wireshark's decoder reads them, with the dissector that is shipped for
 * what it does not know.
 */
class RoceCaptureTest {
  private static final Path DISSECTOR =
      Path.of("").toAbsolutePath().resolveSibling("docs").resolve("wireshark/scsi-srp.lua");

  @TempDir Path directory;

  private Path captureOf(long seed, String faults) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SimulateOptions options =
        SimulateOptions.of("srp", FaultSet.parse(faults)).withSinks(bytes, null);
    SimulationResult result = new SimulateRunner(options).runOne(seed);
    assertThat(result.failure()).as(result.reproduceCommand()).isEmpty();
    return Files.write(directory.resolve("run.pcapng"), bytes.toByteArray());
  }

  private static List<String> lines(Path file, String filter)
      throws IOException, InterruptedException {
    assertThat(DISSECTOR).isRegularFile();
    return Tshark.lines(file, filter, "-X", "lua_script:" + DISSECTOR);
  }

  @Test
  void tsharkDecodesAFaultlessRunDownToTheUnits() throws IOException, InterruptedException {
    Path file = captureOf(3, "none");
    assertThat(lines(file, "_ws.malformed || scsi_srp.cut_short")).isEmpty();
    assertThat(lines(file, "infiniband.bth.opcode == 17")).as("acknowledgements").isNotEmpty();
    assertThat(lines(file, "infiniband.reth")).as("RDMA writes and reads").isNotEmpty();
    assertThat(lines(file, "infiniband.mad.attributeid == 0x10")).as("ConnectRequest").isNotEmpty();
    assertThat(lines(file, "scsi_srp.opcode == 0x00")).as("SRP_LOGIN_REQ").isNotEmpty();
    assertThat(lines(file, "scsi_srp.opcode == 0xc0")).as("SRP_LOGIN_RSP").isNotEmpty();
    assertThat(lines(file, "scsi_srp.opcode == 0x02")).as("SRP_CMD").hasSizeGreaterThan(20);
    assertThat(lines(file, "scsi_srp.opcode == 0xc1")).as("SRP_RSP").hasSizeGreaterThan(20);
    assertThat(lines(file, "frame.interface_name == \"target/0\"")).isNotEmpty();
    assertThat(lines(file, "frame.interface_name == \"initiator/0\"")).isNotEmpty();
  }

  @Test
  void tsharkShowsWhichFaultWasInjectedWhere() throws IOException, InterruptedException {
    Path file = captureOf(6, "packet-loss,packet-corruption");
    assertThat(lines(file, "frame.comment contains \"this packet is lost\"")).isNotEmpty();
    assertThat(lines(file, "frame.comment contains \"bits turned over\"")).isNotEmpty();
  }
}
