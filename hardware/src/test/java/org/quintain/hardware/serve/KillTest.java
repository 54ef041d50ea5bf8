// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ServiceResponse;

/**
 * Kills the serving process in the middle of writes, many times, and looks after each restart for
 * everything that a SYNCHRONIZE CACHE or a write with FUA had confirmed (SBC-4 4.15, 5.36). What
 * the loss of power adds to that is the matter of {@code FileStoreTest}.
 */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
  private static final long SEED = 20_261_123;
  private static final int CYCLES = 20;
  private static final int BLOCKS = 256;
  private static final int DEPTH = 16;
  private static final int LONGS = Target.BLOCK_BYTES / 8;

  @TempDir Path directory;
  private final List<Process> children = new ArrayList<>();

  /** By block: the newest version sent, answered with GOOD, and confirmed as durable. */
  private final long[] sent = new long[BLOCKS];

  private final long[] written = new long[BLOCKS];
  private final long[] confirmed = new long[BLOCKS];

  private CountDownLatch firstConfirmation = new CountDownLatch(0);

  @AfterEach
  void endChildren() {
    children.forEach(Process::destroyForcibly);
  }

  private Process spawn(Path configuration) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ServeChild.class.getName(),
                configuration.toString())
            .redirectErrorStream(true)
            .start();
    children.add(child);
    return child;
  }

  private static int listen(Process child) throws IOException {
    child.getOutputStream().write('\n');
    child.getOutputStream().flush();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith("listening ")) {
        return Integer.parseInt(line.substring("listening ".length()));
      }
      all.append(line).append('\n');
    }
    throw new IOException("the child ended: " + all);
  }

  @Test
  void nothingConfirmedIsLostWhenTheServerIsKilled() throws Exception {
    System.out.println("KillTest seed " + SEED);
    Random random = new Random(SEED);
    Path file = directory.resolve("disk.img");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength((long) BLOCKS * Target.BLOCK_BYTES);
    }
    Path configuration = directory.resolve("serve.conf");
    Files.writeString(configuration, Target.configuration(file, "auto"));
    Process next = spawn(configuration);
    long confirmations = 0;
    for (int cycle = 0; cycle <= CYCLES; cycle++) {
      Process child = next;
      int port = listen(child);
      next = spawn(configuration);
      try (Fabric fabric = Target.open(port, 0)) {
        InitiatorPort nexus = fabric.connect(Target.INITIATOR);
        check(fabric, nexus, "seed " + SEED + " cycle " + cycle);
        // At any time, but in most cycles not before there is something to lose.
        firstConfirmation = new CountDownLatch(random.nextInt(4) == 0 ? 0 : 1);
        Thread killer = killAfter(child, firstConfirmation, random.nextInt(150));
        confirmations += writeUntilDead(fabric, nexus, random);
        killer.join();
      }
      assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(confirmations).as("confirmations that were put to the test").isPositive();
  }

  private static Thread killAfter(Process child, CountDownLatch begin, int milliseconds) {
    Thread killer =
        new Thread(
            () -> {
              try {
                begin.await();
                Thread.sleep(milliseconds);
              } catch (InterruptedException early) {
                Thread.currentThread().interrupt();
              }
              child.destroyForcibly();
            });
    killer.start();
    return killer;
  }

  /** Each block is of one version, as new as confirmed at least, and not newer than sent. */
  private void check(Fabric fabric, InitiatorPort port, String when) {
    ByteBuffer in = ByteBuffer.allocateDirect(BLOCKS * Target.BLOCK_BYTES);
    Target.good(port, Target.read(fabric, 0, in));
    for (int block = 0; block < BLOCKS; block++) {
      long version = in.getLong(block * Target.BLOCK_BYTES);
      assertThat(version).as("%s block %d", when, block).isBetween(confirmed[block], sent[block]);
      for (int index = 1; index < LONGS; index++) {
        long other = in.getLong(block * Target.BLOCK_BYTES + index * 8);
        assertThat(other == version).as("%s block %d is of one write", when, block).isTrue();
      }
      // The kernel lived on, so what was read now is there for good.
      written[block] = version;
      confirmed[block] = version;
    }
  }

  private long writeUntilDead(Fabric fabric, InitiatorPort port, Random random)
      throws FabricException {
    long confirmations = 0;
    while (true) {
      List<ExecuteCommand> commands = new ArrayList<>();
      int[] block = new int[DEPTH];
      boolean[] fua = new boolean[DEPTH];
      for (int index = 0; index < DEPTH; index++) {
        block[index] = index * (BLOCKS / DEPTH) + random.nextInt(BLOCKS / DEPTH);
        fua[index] = random.nextInt(3) == 0;
        ByteBuffer data = ByteBuffer.allocateDirect(Target.BLOCK_BYTES);
        sent[block[index]]++;
        for (int at = 0; at < LONGS; at++) {
          data.putLong(at * 8, sent[block[index]]);
        }
        ExecuteCommand write = Target.write(fabric, block[index], data, fua[index]);
        commands.add(write);
        port.submit(write);
      }
      fabric
          .world()
          .awaitUntil(() -> commands.stream().allMatch(ExecuteCommand::isDone), Target.TIMEOUT_NS);
      boolean alive = true;
      for (int index = 0; index < DEPTH; index++) {
        if (isGood(commands.get(index))) {
          written[block[index]] = sent[block[index]];
          if (fua[index]) {
            confirmed[block[index]] = sent[block[index]];
            confirmations++;
            firstConfirmation.countDown();
          }
        } else {
          alive = false;
        }
      }
      if (alive && random.nextInt(3) == 0) {
        long[] before = written.clone();
        ExecuteCommand flush = Target.synchronizeCache(fabric);
        alive = port.execute(flush, Target.TIMEOUT_NS) && isGood(flush);
        if (alive) {
          System.arraycopy(before, 0, confirmed, 0, BLOCKS);
          confirmations++;
          firstConfirmation.countDown();
        }
      }
      if (!alive) {
        return confirmations;
      }
    }
  }

  private static boolean isGood(ExecuteCommand command) {
    return command.isDone()
        && command.serviceResponse() == ServiceResponse.COMMAND_COMPLETE
        && command.status() == 0;
  }
}
