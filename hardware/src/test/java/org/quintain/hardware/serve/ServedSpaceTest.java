// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.InitiatorPort;

/** What a served file's device says of its space, its size, and what it keeps over a restart. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServedSpaceTest {
  private static final int BLOCKS = 1024;
  private static final int BLOCK = Target.BLOCK_BYTES;

  @TempDir Path directory;
  private final List<String> notices = new ArrayList<>();

  private Path file() throws IOException {
    Path file = directory.resolve("disk.img");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength((long) BLOCKS * BLOCK);
    }
    return file;
  }

  private IscsiServer serve(Path file) throws IOException, ConfigurationException {
    Path configuration = directory.resolve("serve.conf");
    String text =
        Target.configuration(file, "auto")
            .replaceFirst("blocksize 4096", "blocksize 4096\n    thin_provisioned 1");
    Files.writeString(configuration, text);
    return IscsiServer.start(
        ServeConfig.load(configuration),
        new ServeListener() {
          @Override
          public void onNotice(String sentence) {
            synchronized (notices) {
              notices.add(sentence);
            }
          }

          @Override
          public void onListening(InetSocketAddress portal, List<String> targetNames) {}

          @Override
          public void onFault(String sentence) {
            throw new AssertionError(sentence);
          }
        });
  }

  private static Fabric open(IscsiServer server) throws Exception {
    return Target.open(server.portals().get(0).getPort(), 0);
  }

  private static ExecuteCommand in(Fabric fabric, int length, int... cdb) {
    return command(fabric, cdb).dataIn(ByteBuffer.allocateDirect(length), length);
  }

  private static ExecuteCommand out(Fabric fabric, byte[] data, int... cdb) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(data.length).put(0, data);
    return command(fabric, cdb).dataOut(bytes, data.length);
  }

  private static ExecuteCommand command(Fabric fabric, int... cdb) {
    byte[] bytes = new byte[cdb.length];
    for (int index = 0; index < cdb.length; index++) {
      bytes[index] = (byte) cdb[index];
    }
    return new ExecuteCommand().cdb(bytes, bytes.length).lun(fabric.lun());
  }

  private static ByteBuffer good(InitiatorPort port, ExecuteCommand command) {
    Target.good(port, command);
    return command.dataIn();
  }

  @Test
  void unmapMakesAHoleInTheFileThatTheStatusTells() throws Exception {
    Path file = file();
    try (IscsiServer server = serve(file);
        Fabric fabric = open(server)) {
      InitiatorPort port = fabric.connect(Target.INITIATOR);
      ByteBuffer data = ByteBuffer.allocateDirect(256 * BLOCK);
      for (int at = 0; at < data.capacity(); at++) {
        data.put(at, (byte) (1 + at % 100));
      }
      Target.good(port, Target.write(fabric, 0, data, false));
      Target.good(port, Target.synchronizeCache(fabric));
      ByteBuffer list = ByteBuffer.allocate(24);
      list.putShort(0, (short) 22).putShort(2, (short) 16).putLong(8, 64).putInt(16, 128);
      Target.good(port, out(fabric, list.array(), 0x42, 0, 0, 0, 0, 0, 0, 0, 24, 0));
      ByteBuffer status =
          good(port, in(fabric, 88, 0x9E, 0x12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 88, 0, 0));
      assertThat(status.getLong(8)).isZero();
      assertThat(status.getInt(16)).isEqualTo(64);
      assertThat(status.get(20)).isZero();
      assertThat(status.getInt(32)).isEqualTo(128);
      assertThat(status.get(36)).isEqualTo((byte) 1);
      ByteBuffer read = ByteBuffer.allocateDirect(BLOCK);
      Target.good(port, Target.read(fabric, 100, read));
      assertThat(read).isEqualTo(ByteBuffer.allocateDirect(BLOCK));
    }
    assertThat(Files.size(file)).isEqualTo((long) BLOCKS * BLOCK);
  }

  @Test
  void aFileThatGrowsIsServedWithItsNewSizeAndInitiatorsAreTold() throws Exception {
    Path file = file();
    try (IscsiServer server = serve(file);
        Fabric fabric = open(server)) {
      InitiatorPort port = fabric.connect(Target.INITIATOR);
      Target.good(port, command(fabric, 0, 0, 0, 0, 0, 0));
      try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
        other.setLength(2L * BLOCKS * BLOCK);
      }
      ExecuteCommand ready = command(fabric, 0, 0, 0, 0, 0, 0);
      for (int tries = 0; tries < 3_000 && ready.status() == 0; tries++) {
        Thread.sleep(20);
        ready = command(fabric, 0, 0, 0, 0, 0, 0);
        assertThat(port.execute(ready, Target.TIMEOUT_NS)).isTrue();
      }
      assertThat(ready.status()).isEqualTo(2);
      assertThat(ready.sense()[12]).isEqualTo((byte) 0x2A);
      assertThat(ready.sense()[13]).isEqualTo((byte) 0x09);
      ByteBuffer capacity =
          good(port, in(fabric, 32, 0x9E, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 0));
      assertThat(capacity.getLong(0)).isEqualTo(2 * BLOCKS - 1);
      ByteBuffer data = ByteBuffer.allocateDirect(BLOCK).put(0, (byte) 9);
      Target.good(port, Target.write(fabric, 2 * BLOCKS - 1, data, true));
    }
    synchronized (notices) {
      assertThat(notices).anyMatch(notice -> notice.contains("DEVICE file has now"));
    }
  }

  /** PERSISTENT RESERVE OUT, REGISTER with APTPL, and READ KEYS after a restart. */
  @Test
  void registrationsThatPersistOutliveARestart() throws Exception {
    Path file = file();
    byte[] register = new byte[24];
    register[15] = 0x77;
    register[20] = 1;
    try (IscsiServer server = serve(file);
        Fabric fabric = open(server)) {
      InitiatorPort port = fabric.connect(Target.INITIATOR);
      Target.good(port, out(fabric, register, 0x5F, 0, 0, 0, 0, 0, 0, 0, 24, 0));
    }
    Path kept = directory.resolve("serve.conf.state/file/persistent-reservations");
    assertThat(kept).exists();
    assertThat(keysAfterRestart(file)).isEqualTo(0x77);
    byte[] damaged = Files.readAllBytes(kept);
    damaged[damaged.length - 1] ^= 1;
    Files.write(kept, damaged);
    assertThat(keysAfterRestart(file)).isZero();
    synchronized (notices) {
      assertThat(notices).anyMatch(notice -> notice.contains("damaged"));
    }
  }

  private long keysAfterRestart(Path file) throws Exception {
    try (IscsiServer server = serve(file);
        Fabric fabric = open(server)) {
      InitiatorPort port = fabric.connect(Target.INITIATOR);
      ByteBuffer keys = good(port, in(fabric, 64, 0x5E, 0, 0, 0, 0, 0, 0, 0, 64, 0));
      return keys.getInt(4) == 0 ? 0 : keys.getLong(8);
    }
  }

  @Test
  void saysWhyADeviceCannotBeThin() throws Exception {
    Path configuration = directory.resolve("bad.conf");
    Files.writeString(
        configuration,
        Target.configuration(file(), "auto")
            .replaceFirst("blocksize 4096", "blocksize 4096\n    thin_provisioned 2"));
    assertThatThrownBy(() -> ServeConfig.load(configuration))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("thin_provisioned")
        .hasMessageContaining("bad.conf:5");
  }
}
