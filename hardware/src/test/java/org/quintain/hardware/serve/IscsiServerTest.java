// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.net.Transport;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IscsiServerTest {
  private static final int BLOCKS = 4096;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    file = directory.resolve("disk.img");
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength((long) BLOCKS * Target.BLOCK_BYTES);
    }
  }

  static Stream<String> transports() {
    Stream<String> one =
        Stream.of(Transport.values())
            .filter(Transport::isAvailable)
            .map(transport -> transport.name().toLowerCase(java.util.Locale.ROOT));
    // What stands behind "transport" in the configuration: with several reactors, too.
    return Stream.concat(one, Stream.of("auto\n  threads 3"));
  }

  private Target start(String transport) throws ConfigurationException {
    return Target.start(Target.configuration(file, transport));
  }

  private static ByteBuffer random(int bytes, long seed) {
    byte[] data = new byte[bytes];
    new Random(seed).nextBytes(data);
    return ByteBuffer.allocateDirect(bytes).put(0, data);
  }

  private static void writeAndReadBack(Fabric fabric, InitiatorPort port, long seed) {
    int[] blocks = {1, 2, 16, 64, 256};
    long at = 0;
    for (int count : blocks) {
      ByteBuffer out = random(count * Target.BLOCK_BYTES, seed + count);
      Target.good(port, Target.write(fabric, at, out, count == 2));
      ByteBuffer in = ByteBuffer.allocateDirect(out.capacity());
      Target.good(port, Target.read(fabric, at, in));
      assertThat(in).as("%d blocks at %d", count, at).isEqualTo(out);
      at += count;
    }
    Target.good(port, Target.synchronizeCache(fabric));
  }

  @ParameterizedTest
  @MethodSource("transports")
  void whatIsWrittenIsReadBackFromFileAndMemory(String transport) throws Exception {
    try (Target target = start(transport)) {
      for (int lun = 0; lun < 2; lun++) {
        try (Fabric fabric = target.open(lun)) {
          writeAndReadBack(fabric, fabric.connect(Target.INITIATOR), lun);
        }
      }
    }
    // After a clean stop all of it is in the file.
    ByteBuffer first = random(Target.BLOCK_BYTES, 1);
    byte[] expected = new byte[Target.BLOCK_BYTES];
    first.get(0, expected);
    assertThat(Arrays.copyOf(Files.readAllBytes(file), Target.BLOCK_BYTES)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void speaksWithDigestsAndWithoutImmediateData(String transport) throws Exception {
    try (Target target = start(transport)) {
      String[][] offers = {
        {"iscsi.HeaderDigest", "CRC32C", "iscsi.DataDigest", "CRC32C"},
        {"iscsi.ImmediateData", "No", "iscsi.InitialR2T", "Yes"},
        {"iscsi.MaxRecvDataSegmentLength", "512", "iscsi.MaxBurstLength", "4096"},
      };
      for (String[] offer : offers) {
        try (Fabric fabric = target.open(0, offer)) {
          writeAndReadBack(fabric, fabric.connect(Target.INITIATOR), 7);
        }
      }
    }
  }

  @Test
  void servesSixtyFourSessionsAtOnce() throws Exception {
    try (Target target = start("auto");
        Fabric fabric = target.open(0)) {
      List<InitiatorPort> ports = new ArrayList<>();
      for (int session = 0; session < 64; session++) {
        ports.add(fabric.connect(Target.INITIATOR + session));
      }
      for (InitiatorPort port : ports) {
        Target.good(port, Target.read(fabric, 0, ByteBuffer.allocateDirect(Target.BLOCK_BYTES)));
      }
      List<ExecuteCommand> commands = new ArrayList<>();
      for (int round = 0; round < 4; round++) {
        for (int session = 0; session < 64; session++) {
          int block = session * 32 + round * 4;
          ExecuteCommand write =
              Target.write(fabric, block, random(4 * Target.BLOCK_BYTES, block), false);
          ports.get(session).submit(write);
          commands.add(write);
        }
      }
      assertThat(
              fabric
                  .world()
                  .awaitUntil(
                      () -> commands.stream().allMatch(ExecuteCommand::isDone), Target.TIMEOUT_NS))
          .isTrue();
      assertThat(commands).allMatch(command -> command.status() == 0);
      for (int session = 0; session < 64; session++) {
        ByteBuffer in = ByteBuffer.allocateDirect(4 * Target.BLOCK_BYTES);
        Target.good(ports.get(63 - session), Target.read(fabric, session * 32L, in));
        assertThat(in).isEqualTo(random(4 * Target.BLOCK_BYTES, session * 32L));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void garbageAndResetsLeaveOtherSessionsAlone(String transport) throws Exception {
    try (Target target = start(transport);
        Fabric fabric = target.open(1)) {
      InitiatorPort port = fabric.connect(Target.INITIATOR);
      Random random = new Random(5);
      for (int round = 0; round < 30; round++) {
        try (Socket socket = new Socket("127.0.0.1", target.address().getPort())) {
          byte[] garbage = new byte[random.nextInt(20_000)];
          random.nextBytes(garbage);
          if (round % 3 == 0 && garbage.length > 0) {
            garbage[0] = 0x43;
          }
          if (round % 2 == 0) {
            socket.setSoLinger(true, 0);
          }
          try {
            socket.getOutputStream().write(garbage);
          } catch (IOException closedByTheTarget) {
            assertThat(closedByTheTarget).isNotNull();
          }
        }
        writeAndReadBack(fabric, port, round);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void anInitiatorThatReadsNothingStallsNobodyElse(String transport) throws Exception {
    try (Target target = start(transport);
        Fabric fabric = target.open(1);
        ByteStream deaf = logIn(fabric)) {
      // Thirty-two reads of a mebibyte each, whose data nobody takes.
      for (int command = 0; command < 32; command++) {
        ByteBuffer pdu = ByteBuffer.allocate(48);
        pdu.put(0, (byte) 0x01).put(1, (byte) 0xC0);
        pdu.putLong(8, 1L << 48).putInt(16, command).putInt(20, 1 << 20).putInt(24, 1 + command);
        pdu.put(32, (byte) 0x28).putShort(39, (short) 256);
        deaf.send(pdu);
      }
      InitiatorPort port = fabric.connect(Target.INITIATOR + "2");
      for (int round = 0; round < 20; round++) {
        writeAndReadBack(fabric, port, round);
      }
      // When it reads at last, all of it is there: a unit attention first, then 31 MiB.
      long got = 0;
      ByteBuffer into = ByteBuffer.allocate(1 << 20);
      while (got < 31L << 20) {
        into.clear();
        int length = deaf.receive(into, Target.TIMEOUT_NS);
        assertThat(length).isPositive();
        got += length;
      }
    }
  }

  /** A login in one step, by hand; what follows on the stream is in full feature phase. */
  private static ByteStream logIn(Fabric fabric) throws FabricException {
    ByteStream stream = fabric.openByteStream();
    byte[] keys =
        ("InitiatorName="
                + Target.INITIATOR
                + ":deaf\0TargetName="
                + Target.NAME
                + "\0SessionType=Normal\0MaxRecvDataSegmentLength=262144\0")
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer login = ByteBuffer.allocate(48 + (keys.length + 3) / 4 * 4);
    login.put(0, (byte) 0x43).put(1, (byte) 0x87).putInt(4, keys.length);
    login.putLong(8, 0x8000_0000_0001_0000L).putInt(16, 77).putInt(24, 1);
    login.put(48, keys);
    stream.send(login);
    ByteBuffer header = ByteBuffer.allocate(48);
    while (header.hasRemaining()) {
      assertThat(stream.receive(header, Target.TIMEOUT_NS)).isPositive();
    }
    assertThat(header.get(0)).isEqualTo((byte) 0x23);
    assertThat(header.getShort(36)).as("login status").isZero();
    ByteBuffer text = ByteBuffer.allocate((header.getInt(4) + 3) / 4 * 4);
    while (text.hasRemaining()) {
      assertThat(stream.receive(text, Target.TIMEOUT_NS)).isPositive();
    }
    return stream;
  }

  @Test
  void hidesATargetFromInitiatorsWithoutALunAndMapsGroupsByPattern() throws Exception {
    String configuration =
        """
        HANDLER vdisk_ram {
          DEVICE small {
            size_mb 1
          }
          DEVICE large {
            size_mb 2
          }
        }
        TARGET_DRIVER iscsi {
          enabled 1
          portal 127.0.0.1:0
          TARGET %s {
            enabled 1
            GROUP some {
              LUN 0 small
              INITIATOR *:s?me
            }
            GROUP not-others {
              LUN 0 large {
                read_only 1
              }
              INITIATOR !*:other
            }
          }
        }
        """
            .formatted(Target.NAME);
    try (Target target = Target.start(configuration);
        Fabric fabric = target.open(0)) {
      assertThat(lastBlock(fabric, "iqn.2026-11.org.quintain:SOME")).isEqualTo(2047);
      assertThat(lastBlock(fabric, "iqn.2026-11.org.quintain:third")).isEqualTo(4095);
      assertThatThrownBy(() -> fabric.connect("iqn.2026-11.org.quintain:other"))
          .isInstanceOf(FabricException.class);
    }
  }

  private static int lastBlock(Fabric fabric, String initiator) throws FabricException {
    ByteBuffer data = ByteBuffer.allocateDirect(8);
    Target.good(
        fabric.connect(initiator),
        new ExecuteCommand()
            .cdb(new byte[] {0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 10)
            .lun(fabric.lun())
            .dataIn(data, 8));
    return data.getInt(0);
  }

  @Test
  void saysInOneSentenceWhyItCannotStartAndLeavesNothingOpen() throws Exception {
    String good = Target.configuration(file, "auto");
    assertThatThrownBy(() -> Target.start(good.replace("disk.img", "none.img")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            "test.conf:2: DEVICE file: The file .*none.img does not exist; make it, .*\\.");
    assertThatThrownBy(() -> Target.start(good.replaceFirst("blocksize 4096", "size_mb 17")))
        .hasMessageMatching(
            "test.conf:2: DEVICE file: The file .* has 16777216 bytes, fewer than the size of"
                + " 17825792 that is to be served\\.");
    assertThatThrownBy(() -> Target.start(good.replace("enabled 1\n  transport", "transport")))
        .hasMessage("test.conf: TARGET_DRIVER iscsi has no \"enabled 1\", so nothing is served.");
    try (Target target = start("auto")) {
      String taken = "127.0.0.1:" + target.address().getPort();
      String memoryOnly =
          good.replace("127.0.0.1:0", taken)
              .replaceAll("(?s)HANDLER vdisk_fileio.*?HANDLER", "HANDLER")
              .replace("LUN 0 file", "");
      assertThatThrownBy(() -> Target.start(memoryOnly))
          .hasMessage("test.conf: Portal " + taken + " is in use by another program.");
      assertThatThrownBy(() -> Target.start(good))
          .hasMessageMatching(
              "test.conf:2: DEVICE file: The file .* is served by this program already\\.");
    }
    start("auto").close();
  }

  @Test
  void stopsCleanlyWhileCommandsRunAndKeepsWhatItConfirmed() throws Exception {
    Target target = start("auto");
    ByteBuffer stamp = random(Target.BLOCK_BYTES, 99);
    try (Fabric fabric = target.open(0)) {
      InitiatorPort port = fabric.connect(Target.INITIATOR);
      Target.good(port, Target.write(fabric, 1000, stamp, false));
      for (int command = 0; command < 64; command++) {
        port.submit(Target.write(fabric, command, random(Target.BLOCK_BYTES, command), true));
      }
      target.close();
      assertThat(fabric.world().awaitUntil(() -> !port.isConnected(), Target.TIMEOUT_NS)).isTrue();
    }
    byte[] expected = new byte[Target.BLOCK_BYTES];
    stamp.get(0, expected);
    byte[] all = Files.readAllBytes(file);
    assertThat(Arrays.copyOfRange(all, 1000 * Target.BLOCK_BYTES, 1001 * Target.BLOCK_BYTES))
        .isEqualTo(expected);
  }
}
