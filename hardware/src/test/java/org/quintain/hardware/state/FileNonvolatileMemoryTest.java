// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileNonvolatileMemoryTest {
  private static final long SEED = 20_261_123;
  @TempDir Path directory;
  private final StateWriter writer = new StateWriter();
  private final List<String> notices = new ArrayList<>();

  @AfterEach
  void stop() {
    writer.close();
  }

  private FileNonvolatileMemory memory() {
    return new FileNonvolatileMemory(
        directory.resolve("state/disk0"), Map.of(), writer, notices::add);
  }

  private boolean save(FileNonvolatileMemory memory, String name, byte[] value) throws Exception {
    CompletableFuture<Boolean> saved = new CompletableFuture<>();
    memory.save(0, new DirectReactor(), name, value, (nowNs, isSaved) -> saved.complete(isSaved));
    return saved.get(120, TimeUnit.SECONDS);
  }

  @Test
  void keepsTheLastValueOfEachName() throws Exception {
    FileNonvolatileMemory memory = memory();
    assertThat(memory.load("mode-pages")).isNull();
    assertThat(directory.resolve("state")).doesNotExist();
    assertThat(save(memory, "mode-pages", new byte[] {1, 2, 3})).isTrue();
    assertThat(save(memory, "mode-pages", new byte[] {4})).isTrue();
    assertThat(save(memory, "timestamp", new byte[0])).isTrue();
    assertThat(memory().load("mode-pages")).containsExactly(4);
    assertThat(memory().load("timestamp")).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void keepsAValueWhereItIsToldTo() throws Exception {
    Path elsewhere = directory.resolve("pr/disk0");
    FileNonvolatileMemory memory =
        new FileNonvolatileMemory(
            directory.resolve("state"), Map.of("reservations", elsewhere), writer, notices::add);
    assertThat(save(memory, "reservations", new byte[] {9})).isTrue();
    assertThat(elsewhere).exists();
    assertThat(memory.load("reservations")).containsExactly(9);
  }

  @Test
  void tellsThatASaveFailedAndKeepsTheOldValue() throws Exception {
    FileNonvolatileMemory memory = memory();
    assertThat(save(memory, "mode-pages", new byte[] {1})).isTrue();
    Files.createDirectory(directory.resolve("state/disk0/mode-pages.new"));
    assertThat(save(memory, "mode-pages", new byte[] {2})).isFalse();
    assertThat(memory().load("mode-pages")).containsExactly(1);
    writer.close();
    assertThat(save(memory, "mode-pages", new byte[] {2})).isFalse();
  }

  @Test
  void believesNoFileThatWasCutOrChanged() throws Exception {
    byte[] value = new byte[40];
    Arrays.fill(value, (byte) 7);
    save(memory(), "mode-pages", value);
    Path file = directory.resolve("state/disk0/mode-pages");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      assertDamaged(file, Arrays.copyOf(whole, length));
    }
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] changed = whole.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertDamaged(file, changed);
    }
    assertDamaged(file, Arrays.copyOf(whole, whole.length + 1));
    Files.write(file, whole);
    assertThat(memory().load("mode-pages")).isEqualTo(value);
  }

  private void assertDamaged(Path file, byte[] contents) throws IOException {
    Files.write(file, contents);
    notices.clear();
    assertThat(memory().load("mode-pages")).isNull();
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0))
        .contains(file.toString())
        .contains("damaged")
        .contains("mode-pages.damaged")
        .endsWith(".");
    assertThat(Files.readAllBytes(directory.resolve("state/disk0/mode-pages.damaged")))
        .isEqualTo(contents);
  }

  @Test
  void aValueUnderAnotherNameIsNotBelieved() throws Exception {
    save(memory(), "mode-pages", new byte[] {1});
    Path file = directory.resolve("state/disk0/mode-pages");
    Files.copy(file, file.resolveSibling("timestamp"));
    assertThat(memory().load("timestamp")).isNull();
    assertThat(notices).hasSize(1);
  }

  @Test
  void aKilledWriterLeavesTheOldValueOrTheNew() throws Exception {
    System.out.println("FileNonvolatileMemoryTest seed " + SEED);
    Random random = new Random(SEED);
    long confirmed = -1;
    for (int cycle = 0; cycle < 6; cycle++) {
      Path said = directory.resolve("said" + cycle);
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  SavingChild.class.getName(),
                  directory.resolve("state/disk0").toString(),
                  Long.toString(confirmed + 1))
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      try {
        long wanted = 1L + random.nextInt(200);
        while (Files.size(said) < wanted) {
          assertThat(child.isAlive()).as(() -> "the child ended, see " + said).isTrue();
          Thread.sleep(1);
        }
      } finally {
        child.destroyForcibly().waitFor();
      }
      String whole = Files.readString(said);
      // A line that has no end was not said.
      for (String line : whole.substring(0, whole.lastIndexOf('\n') + 1).split("\n")) {
        confirmed = line.isEmpty() ? confirmed : Long.parseLong(line);
      }
      byte[] kept = memory().load("counter");
      assertThat(notices).isEmpty();
      assertThat(kept).isNotNull();
      long value = ByteBuffer.wrap(kept).getLong(0);
      assertThat(value).as("seed " + SEED).isBetween(confirmed, confirmed + 1);
      assertThat(kept).isEqualTo(SavingChild.value(value));
      confirmed = value;
    }
  }
}
