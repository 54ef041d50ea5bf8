// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.hardware.config.ConfigEdit;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ScstConf;
import org.quintain.hardware.config.ScstConfReader;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.initiator.InitiatorPort;

@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReconfigurationTest {
  private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);
  private static final int NO_SUCH_UNIT = 0x052500;
  private static final int INVENTORY_CHANGED = 0x063F0E;
  private static final int CAPACITY_CHANGED = 0x062A09;
  private static final int ROUNDS = 5;
  private static final String SECOND = "iqn.2026-11.org.quintain:second";

  @TempDir private Path folder;

  private Path disk() throws Exception {
    Path file = folder.resolve("disk");
    Files.write(file, new byte[1 << 20]);
    return file;
  }

  @FunctionalInterface
  private interface Edit {
    ScstConf of(ScstConf conf) throws ConfigurationException;
  }

  private static void change(Target target, Edit edit) throws ConfigurationException {
    target.server.apply(edit.of(target.server.config().conf()));
  }

  /** What TEST UNIT READY of {@code lun} ends with: 0, or sense key, code and qualifier. */
  private static int ready(InitiatorPort port, int lun) {
    ExecuteCommand ask = new ExecuteCommand().cdb(new byte[6], 6).lun((long) lun << 48);
    assertThat(port.execute(ask, Target.TIMEOUT_NS)).isTrue();
    byte[] sense = ask.sense();
    return ask.status() == 0
        ? 0
        : (sense[2] & 15) << 16 | (sense[12] & 0xFF) << 8 | (sense[13] & 0xFF);
  }

  private static void calm(InitiatorPort port, int lun) {
    for (int times = 0; times < 5 && ready(port, lun) != 0; times++) {
      assertThat(times).isLessThan(4);
    }
  }

  @Test
  void whatComesAndGoesLeavesOtherInitiatorsAtWork() throws Exception {
    try (Target target = Target.start(Target.configuration(disk(), "auto"));
        Fabric busy = target.open(1);
        Fabric other = target.open(0)) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger done = new AtomicInteger();
      AtomicInteger told = new AtomicInteger();
      AtomicReference<Throwable> wrong = new AtomicReference<>();
      Thread load = new Thread(() -> load(busy, stop, done, told), "load");
      load.setUncaughtExceptionHandler((thread, failure) -> wrong.set(failure));
      load.start();
      InitiatorPort port = other.connect(Target.INITIATOR + ":watcher");
      calm(port, 0);
      for (int round = 0; round < ROUNDS; round++) {
        comeAndGo(target, port);
      }
      assertThat(busy.world().awaitUntil(() -> done.get() > 20 || !load.isAlive(), TIMEOUT_NS))
          .isTrue();
      stop.set(true);
      load.join(TimeUnit.NANOSECONDS.toMillis(TIMEOUT_NS));
      assertThat(load.isAlive()).isFalse();
      assertThat(wrong.get()).isNull();
      assertThat(done.get()).isGreaterThan(20);
      // Of its own login, and of LUN 5 that came and went; a group of others is not its business.
      assertThat(told.get()).isPositive().isLessThanOrEqualTo(1 + 2 * ROUNDS);
    }
  }

  /** Writes and reads back one block after the other; counts the unit attentions it is told. */
  private static void load(
      Fabric fabric, AtomicBoolean stop, AtomicInteger done, AtomicInteger told) {
    try {
      InitiatorPort port = fabric.connect(Target.INITIATOR + ":busy");
      ByteBuffer data = ByteBuffer.allocateDirect(Target.BLOCK_BYTES);
      ByteBuffer read = ByteBuffer.allocateDirect(Target.BLOCK_BYTES);
      for (int lba = 0; !stop.get(); lba = (lba + 1) % 1024) {
        data.putInt(0, lba);
        told.addAndGet(Target.good(port, Target.write(fabric, lba, data, false)));
        told.addAndGet(Target.good(port, Target.read(fabric, lba, read)));
        assertThat(read.getInt(0)).isEqualTo(lba);
        done.incrementAndGet();
      }
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  private static void comeAndGo(Target target, InitiatorPort port) throws Exception {
    assertThat(ready(port, 5)).isEqualTo(NO_SUCH_UNIT);
    change(target, conf -> ConfigEdit.addDevice(conf, "new", "vdisk_ram", Map.of("size_mb", "1")));
    change(
        target,
        conf -> ConfigEdit.add(conf, Target.NAME, null, List.of("LUN", "5", "new"), Map.of()));
    assertThat(ready(port, 0)).isEqualTo(INVENTORY_CHANGED);
    calm(port, 5);
    calm(port, 0);
    change(target, conf -> ConfigEdit.removeDevice(conf, "new"));
    assertThat(ready(port, 5)).isEqualTo(NO_SUCH_UNIT);
    assertThat(ready(port, 0)).isEqualTo(INVENTORY_CHANGED);

    change(target, conf -> ConfigEdit.addGroup(conf, Target.NAME, "watchers"));
    change(
        target,
        conf ->
            ConfigEdit.add(conf, Target.NAME, "watchers", List.of("LUN", "9", "memory"), Map.of()));
    assertThat(ready(port, 0)).isZero();
    change(
        target,
        conf ->
            ConfigEdit.add(
                conf, Target.NAME, "watchers", List.of("INITIATOR", "*:watcher"), Map.of()));
    assertThat(ready(port, 0)).isEqualTo(NO_SUCH_UNIT);
    calm(port, 9);
    change(target, conf -> ConfigEdit.removeGroup(conf, Target.NAME, "watchers"));
    assertThat(ready(port, 9)).isEqualTo(NO_SUCH_UNIT);
    calm(port, 0);
  }

  @Test
  void aTargetComesAndGoesWithItsSessions() throws Exception {
    try (Target target = Target.start(Target.configuration(disk(), "auto"));
        Fabric other = target.open(1)) {
      InitiatorPort undisturbed = other.connect(Target.INITIATOR);
      calm(undisturbed, 1);
      for (int round = 0; round < 3; round++) {
        change(target, conf -> ConfigEdit.addTarget(conf, SECOND, Map.of()));
        change(
            target,
            conf -> ConfigEdit.add(conf, SECOND, null, List.of("LUN", "0", "memory"), Map.of()));
        try (Fabric fabric =
            Fabrics.open(
                "iscsi://127.0.0.1:" + target.address().getPort() + "/" + SECOND + "/0",
                new FabricOptions(0, List.of(), new TreeMap<>()))) {
          InitiatorPort port = fabric.connect(Target.INITIATOR);
          calm(port, 0);
          change(target, conf -> ConfigEdit.removeTarget(conf, SECOND));
          assertThat(fabric.world().awaitUntil(() -> !port.isConnected(), Target.TIMEOUT_NS))
              .isTrue();
        }
        assertThat(ready(undisturbed, 1)).isZero();
      }
    }
  }

  @Test
  void aDeviceThatDiffersIsServedAnewAndAPortalMoves() throws Exception {
    String before = Target.configuration(disk(), "auto");
    try (Target target = Target.start(before);
        Fabric fabric = target.open(0)) {
      InitiatorPort port = fabric.connect(Target.INITIATOR);
      calm(port, 0);
      String after =
          before
              .replace(
                  "blocksize 4096\n  }\n}\nHANDLER vdisk_ram",
                  "blocksize 512\n  }\n}\nHANDLER vdisk_ram")
              .replace("portal 127.0.0.1:0", "portal 127.0.0.2:0");
      assertThat(after).contains("blocksize 512");
      target.server.apply(ScstConfReader.read("test.conf", after));
      assertThat(target.server.portals()).hasSize(1);
      assertThat(target.address().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
      calm(port, 0);
      ExecuteCommand capacity =
          new ExecuteCommand()
              .cdb(new byte[] {0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 10)
              .dataIn(ByteBuffer.allocateDirect(8), 8);
      Target.good(port, capacity);
      assertThat(capacity.dataIn().getInt(4)).isEqualTo(512);
    }
  }

  @Test
  void portalsOfAnyPortAreAsManyAsWereAskedFor() throws Exception {
    String text =
        Target.configuration(disk(), "auto")
            .replace("portal 127.0.0.1:0", "portal 127.0.0.1:0\nportal 127.0.0.1:0");
    try (Target target = Target.start(text)) {
      assertThat(target.server.portals()).hasSize(2).doesNotHaveDuplicates();
      change(target, conf -> ConfigEdit.addPortal(conf, "127.0.0.1:0"));
      assertThat(target.server.portals()).hasSize(3).doesNotHaveDuplicates();
      assertThatThrownBy(() -> change(target, conf -> ConfigEdit.removePortal(conf, "127.0.0.1:0")))
          .hasMessage("127.0.0.1:0 is the last portal, without which every address would be one.");
    }
  }

  @Test
  void anOperatorMovesATargetPortGroupToAnotherState() throws Exception {
    String text =
        Target.configuration(disk(), "auto")
            + """
            DEVICE_GROUP both {
              DEVICE memory
              TARGET_GROUP here {
                group_id 16
                state active
                TARGET %s
              }
            }
            """
                .formatted(Target.NAME);
    try (Target target = Target.start(text);
        Fabric fabric = target.open(1)) {
      InitiatorPort port = fabric.connect(Target.INITIATOR);
      calm(port, 1);
      change(target, conf -> ConfigEdit.setState(conf, "both", "here", "standby"));
      assertThat(ready(port, 1)).isEqualTo(0x062A06);
      assertThat(ready(port, 1)).isEqualTo(0x02040B);
      change(target, conf -> ConfigEdit.removeDevice(conf, "memory"));
      assertThat(ready(port, 1)).isEqualTo(NO_SUCH_UNIT);
      assertThatThrownBy(() -> change(target, conf -> withoutGroups(conf)))
          .hasMessageContaining("What DEVICE_GROUP both consists of");
      change(
          target,
          conf ->
              new ScstConf(
                  conf.file(),
                  conf.statements().stream()
                      .filter(each -> !each.keyword().equals("DEVICE_GROUP"))
                      .toList()));
      assertThat(ready(port, 0)).isNotEqualTo(NO_SUCH_UNIT);
    }
  }

  private static ScstConf withoutGroups(ScstConf conf) {
    return new ScstConf(
        conf.file(),
        conf.statements().stream()
            .map(
                each ->
                    each.keyword().equals("DEVICE_GROUP")
                        ? new ScstConf.Statement(0, each.words(), true, List.of())
                        : each)
            .toList());
  }

  @Test
  void whatCannotBeServedChangesNothing() throws Exception {
    try (Target target = Target.start(Target.configuration(disk(), "auto"));
        Fabric fabric = target.open(0)) {
      InitiatorPort port = fabric.connect(Target.INITIATOR);
      calm(port, 0);
      assertThatThrownBy(
              () ->
                  change(
                      target,
                      conf ->
                          ConfigEdit.addDevice(
                              conf,
                              "none",
                              "vdisk_fileio",
                              Map.of("filename", folder.resolve("none").toString()))))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("DEVICE none");
      assertThatThrownBy(() -> change(target, conf -> ConfigEdit.addPortal(conf, "192.0.2.1:3260")))
          .hasMessage("Portal 192.0.2.1:3260 is no address of this machine.");
      assertThatThrownBy(
              () ->
                  change(
                      target,
                      conf -> ConfigEdit.setTarget(conf, Target.NAME, Map.of("RspTimeout", "91"))))
          .hasMessageContaining("hold only when the server is started again");
      assertThat(target.server.config().devices()).hasSize(2);
      assertThat(target.server.portals()).hasSize(1);
      assertThat(ready(port, 0)).isZero();
    }
  }

  private static long blocks(InitiatorPort port, int lun) {
    byte[] cdb = new byte[16];
    cdb[0] = (byte) 0x9E;
    cdb[1] = 0x10;
    cdb[13] = 32;
    ByteBuffer data = ByteBuffer.allocateDirect(32);
    ExecuteCommand ask = new ExecuteCommand().cdb(cdb, 16).dataIn(data, 32);
    Target.good(port, ask.lun((long) lun << 48));
    return data.getLong(0) + 1;
  }

  @Test
  void anotherSizeIsServedAtOnceAndToldToEveryInitiator() throws Exception {
    try (Target target = Target.start(Target.configuration(disk(), "auto"));
        Fabric fabric = target.open(0)) {
      change(
          target,
          edited -> ConfigEdit.addDevice(edited, "grown", "vdisk_ram", Map.of("size_mb", "1")));
      change(
          target,
          edited ->
              ConfigEdit.addDevice(edited, "nothing", "vdisk_nullio", Map.of("size_mb", "1")));
      Path part = Files.write(folder.resolve("part"), new byte[4096]);
      change(
          target,
          edited ->
              ConfigEdit.addDevice(
                  edited,
                  "part",
                  "vdisk_fileio",
                  Map.of("size", "4096", "filename", part.toString())));
      int lun = 5;
      for (String name : List.of("grown", "nothing", "part")) {
        String number = Integer.toString(lun);
        change(
            target,
            edited ->
                ConfigEdit.add(edited, Target.NAME, null, List.of("LUN", number, name), Map.of()));
        InitiatorPort port = fabric.connect(Target.INITIATOR + ":" + name);
        calm(port, lun);
        for (int size : new int[] {2 << 20, 1 << 19}) {
          change(
              target,
              edited ->
                  ConfigEdit.setDevice(
                      edited, name, Map.of("size", Integer.toString(size), "size_mb", "")));
          assertThat(ready(port, lun)).as(name).isEqualTo(CAPACITY_CHANGED);
          assertThat(blocks(port, lun)).as(name).isEqualTo(size / 512);
        }
        lun++;
      }
      change(
          target,
          edited -> ConfigEdit.setDevice(edited, "grown", Map.of("max_tgt_dev_commands", "2")));
      assertThat(target.server.config().device("grown").limits().nexusCommandsMax()).isEqualTo(2);
    }
  }
}
