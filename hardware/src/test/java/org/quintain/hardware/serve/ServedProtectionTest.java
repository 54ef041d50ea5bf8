// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.InitiatorPort;

/** A served file with protection information in a file beside it, over TCP. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServedProtectionTest {
  private static final int BLOCKS = 256;
  private static final int BLOCK = Target.BLOCK_BYTES;
  private static final int PROTECTED = BLOCK + 8;

  /** CRC-T10DIF of 4096 bytes of zeros is zero; the tags beside it are what the test writes. */
  private static final int GUARD_OF_ZEROS = 0;

  private static final int APPLICATION_TAG = 0x1234;

  @TempDir Path directory;

  private IscsiServer serve() throws IOException, ConfigurationException {
    Path file = directory.resolve("disk.img");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength((long) BLOCKS * BLOCK);
    }
    String attributes =
        """
        blocksize 4096
            dif_mode dev_store|dev_check
            dif_type 1
            dif_filename %s
        """
            .formatted(tags());
    Path configuration = directory.resolve("serve.conf");
    Files.writeString(
        configuration,
        Target.configuration(file, "auto").replaceFirst("blocksize 4096\n", attributes));
    return IscsiServer.start(ServeConfig.load(configuration), ServeListener.NONE);
  }

  private Path tags() {
    return directory.resolve("disk.tags");
  }

  private static Fabric open(IscsiServer server) throws Exception {
    return Target.open(server.portals().get(0).getPort(), 0);
  }

  /** A nexus that has heard of the power on already. */
  private static InitiatorPort connect(Fabric fabric) throws Exception {
    InitiatorPort port = fabric.connect(Target.INITIATOR);
    Target.good(port, command(fabric, 0, 0, 0, 0, 0, 0));
    return port;
  }

  private static ExecuteCommand command(Fabric fabric, int... cdb) {
    byte[] bytes = new byte[cdb.length];
    for (int index = 0; index < cdb.length; index++) {
      bytes[index] = (byte) cdb[index];
    }
    return new ExecuteCommand().cdb(bytes, bytes.length).lun(fabric.lun());
  }

  /** WRITE(10) of one block with WRPROTECT 001b. */
  private static ExecuteCommand write(Fabric fabric, int lba, ByteBuffer block) {
    return command(fabric, 0x2A, 0x20, 0, 0, lba >> 8, lba, 0, 0, 1, 0).dataOut(block, PROTECTED);
  }

  /** READ(10) of one block with RDPROTECT 001b. */
  private static ExecuteCommand read(Fabric fabric, int lba) {
    return command(fabric, 0x28, 0x20, 0, 0, lba >> 8, lba, 0, 0, 1, 0)
        .dataIn(ByteBuffer.allocateDirect(PROTECTED), PROTECTED);
  }

  /** A block of zeros with {@code guard} and the reference tag of {@code lba}. */
  private static ByteBuffer zeros(int guard, int lba) {
    return ByteBuffer.allocateDirect(PROTECTED)
        .putShort(BLOCK, (short) guard)
        .putShort(BLOCK + 2, (short) APPLICATION_TAG)
        .putInt(BLOCK + 4, lba);
  }

  private static void failsTheGuard(InitiatorPort port, ExecuteCommand command) {
    assertThat(port.execute(command, Target.TIMEOUT_NS)).isTrue();
    assertThat(command.status()).isEqualTo(2);
    assertThat(command.sense()[2] & 0x0F).isEqualTo(0x0B);
    assertThat(command.sense()[12]).isEqualTo((byte) 0x10);
    assertThat(command.sense()[13]).isEqualTo((byte) 0x01);
  }

  @Test
  void tagsThatAnInitiatorWroteOutliveARestart() throws Exception {
    try (IscsiServer server = serve();
        Fabric fabric = open(server)) {
      InitiatorPort port = fabric.connect(Target.INITIATOR);
      ExecuteCommand capacity =
          command(fabric, 0x9E, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0)
              .dataIn(ByteBuffer.allocateDirect(32), 32);
      Target.good(port, capacity);
      assertThat(capacity.dataIn().get(12) & 0x0F).as("PROT_EN, P_TYPE of type 1").isEqualTo(1);
      Target.good(port, write(fabric, 5, zeros(GUARD_OF_ZEROS, 5)));
      Target.good(port, Target.synchronizeCache(fabric));
    }
    assertThat(tags()).exists();
    try (IscsiServer server = serve();
        Fabric fabric = open(server)) {
      ExecuteCommand read = read(fabric, 5);
      Target.good(fabric.connect(Target.INITIATOR), read);
      assertThat(read.dataIn().getShort(BLOCK)).isEqualTo((short) GUARD_OF_ZEROS);
      assertThat(read.dataIn().getShort(BLOCK + 2)).isEqualTo((short) APPLICATION_TAG);
      assertThat(read.dataIn().getInt(BLOCK + 4)).isEqualTo(5);
    }
  }

  @Test
  void refusesAWriteWhoseGuardIsWrong() throws Exception {
    try (IscsiServer server = serve();
        Fabric fabric = open(server)) {
      InitiatorPort port = connect(fabric);
      failsTheGuard(port, write(fabric, 6, zeros(0xBAD, 6)));
      ExecuteCommand read = read(fabric, 6);
      Target.good(port, read);
      assertThat(read.dataIn().getLong(BLOCK)).as("what was never written").isEqualTo(-1L);
    }
  }

  @Test
  void findsABlockThatWasChangedBehindTheServersBack() throws Exception {
    try (IscsiServer server = serve();
        Fabric fabric = open(server)) {
      Target.good(fabric.connect(Target.INITIATOR), write(fabric, 7, zeros(GUARD_OF_ZEROS, 7)));
    }
    try (RandomAccessFile other =
        new RandomAccessFile(directory.resolve("disk.img").toFile(), "rw")) {
      other.seek(7L * BLOCK + 100);
      other.write(1);
    }
    try (IscsiServer server = serve();
        Fabric fabric = open(server)) {
      failsTheGuard(connect(fabric), read(fabric, 7));
    }
  }

  private static long lastBlock(Fabric fabric, InitiatorPort port) {
    ExecuteCommand capacity =
        command(fabric, 0x9E, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0)
            .dataIn(ByteBuffer.allocateDirect(32), 32);
    assertThat(port.execute(capacity, Target.TIMEOUT_NS)).isTrue();
    return capacity.status() == 0 ? capacity.dataIn().getLong(0) : -1;
  }

  @Test
  void aFileThatGrowsIsServedWithTagsForItsNewBlocks() throws Exception {
    try (IscsiServer server = serve();
        Fabric fabric = open(server)) {
      InitiatorPort port = connect(fabric);
      try (RandomAccessFile grown =
          new RandomAccessFile(directory.resolve("disk.img").toFile(), "rw")) {
        grown.setLength(2L * BLOCKS * BLOCK);
      }
      long giveUpNs = System.nanoTime() + Target.TIMEOUT_NS;
      while (lastBlock(fabric, port) != 2 * BLOCKS - 1 && System.nanoTime() < giveUpNs) {
        Thread.sleep(100);
      }
      Target.good(port, write(fabric, BLOCKS + 3, zeros(GUARD_OF_ZEROS, BLOCKS + 3)));
      ExecuteCommand read = read(fabric, BLOCKS + 3);
      Target.good(port, read);
      assertThat(read.dataIn().getInt(BLOCK + 4)).isEqualTo(BLOCKS + 3);
      ExecuteCommand untouched = read(fabric, BLOCKS + 4);
      Target.good(port, untouched);
      assertThat(untouched.dataIn().getLong(BLOCK)).isEqualTo(-1L);
    }
  }
}
