// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineSetupTest {
  @TempDir Path proc;

  @Test
  void readsProcessorAndMemoryFromTheProcessFileSystem() throws IOException {
    Files.writeString(proc.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: Some CPU @ 3 GHz\n");
    Files.writeString(proc.resolve("meminfo"), "MemTotal:       16384 kB\nMemFree: 1 kB\n");

    Setup setup = MachineSetup.current(proc);

    assertThat(setup.cpuModel()).isEqualTo("Some CPU @ 3 GHz");
    assertThat(setup.memoryBytes()).isEqualTo(16384 * 1024L);
    assertThat(setup.cores()).isPositive();
    assertThat(setup.jdk()).isNotBlank();
  }

  @Test
  void saysUnknownWhereTheSystemDoesNotTell() {
    Setup setup = MachineSetup.current(proc.resolve("absent"));

    assertThat(setup.cpuModel()).isEqualTo("unknown");
    assertThat(setup.memoryBytes()).isZero();
  }
}
