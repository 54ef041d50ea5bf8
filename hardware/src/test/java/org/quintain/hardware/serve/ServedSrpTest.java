// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quintain.hardware.config.ConfigEdit;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ScstConf;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.roce.SrpLogin;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.initiator.InitiatorPort;
import org.quintain.srp.wire.SrpPortIdentifier;

/** A served disk through {@code srp://} URLs, by RoCEv2 over loopback. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServedSrpTest {
  private static final int TRIES = 100;
  private static final String GUID = "0200000000000a0b";

  /** LUN 1 in peripheral device addressing (SAM-5 4.7.7.2). */
  private static final long LUN_1 = 1L << 48;

  private String address = "";

  /** At an address of loopback where nobody has the port of RoCEv2. */
  private IscsiServer serve() throws ConfigurationException {
    ConfigurationException last = new ConfigurationException("nothing was tried");
    long process = ProcessHandle.current().pid();
    for (int tried = 0; tried < TRIES; tried++) {
      address = "127." + (1 + tried) + "." + (process >> 8 & 0xFF) + "." + (process & 0xFF);
      try {
        return IscsiServer.start(
            ServeConfig.parse(
                "test.conf",
                """
                HANDLER vdisk_ram {
                  DEVICE memory {
                    size_mb 16
                    blocksize 4096
                  }
                }
                TARGET_DRIVER ib_srpt {
                  rdma_cm_port 5556
                  TARGET 0xGUID {
                    link ADDRESS
                    LUN 0 memory
                  }
                }
                """
                    .replace("GUID", GUID)
                    .replace("ADDRESS", address)),
            ServeListener.NONE);
      } catch (ConfigurationException taken) {
        last = taken;
      }
    }
    throw last;
  }

  @Test
  void readsThroughOneNexusWhatItWroteThroughAnother() throws Exception {
    try (IscsiServer server = serve();
        Fabric fabric = open()) {
      assertThat(server.config().srpTargets()).hasSize(1);
      InitiatorPort writer = fabric.connect("a");
      InitiatorPort reader = fabric.connect("b", 5, 0);
      ByteBuffer data = ByteBuffer.allocate(64 * Target.BLOCK_BYTES);
      for (int index = 0; index < data.capacity(); index++) {
        data.put(index, (byte) (index * 31 + index / 512));
      }
      Target.good(writer, Target.write(fabric, 7, data, false));
      ByteBuffer back = ByteBuffer.allocate(data.capacity());
      Target.good(reader, Target.read(fabric, 7, back));
      assertThat(back).isEqualTo(data);
      List<SrpLogin> logins = server.status().srpTargets().get(0).logins();
      assertThat(logins).hasSize(2);
      assertThat(logins.get(0).dataOutBytes()).isEqualTo(data.capacity());
      assertThat(logins.get(1).dataInBytes()).isEqualTo(data.capacity());
      SrpPortIdentifier first = SrpPortIdentifier.parse(logins.get(0).initiator());
      assertThat(first).isNotNull();
      assertThat(server.logOut(first)).isTrue();
      assertThat(server.logOut(new SrpPortIdentifier(1, 2))).isFalse();
      assertThat(fabric.world().awaitUntil(() -> !writer.isConnected(), Target.TIMEOUT_NS))
          .isTrue();
      assertThat(reader.isConnected()).isTrue();
    }
  }

  @Test
  void servesLunsThatComeAndGo() throws Exception {
    try (IscsiServer server = serve();
        Fabric fabric = open()) {
      InitiatorPort port = fabric.connect("a");
      ByteBuffer data = ByteBuffer.allocate(Target.BLOCK_BYTES);
      Target.good(port, Target.read(fabric, 0, data));
      ScstConf conf =
          ConfigEdit.addDevice(
              server.config().conf(),
              "more",
              "vdisk_ram",
              new TreeMap<>(Map.of("size_mb", "8", "blocksize", "4096")));
      server.apply(ConfigEdit.add(conf, "0x" + GUID, null, List.of("LUN", "1", "more"), Map.of()));
      ExecuteCommand told = Target.read(fabric, 0, data);
      assertThat(port.execute(told, Target.TIMEOUT_NS)).isTrue();
      assertThat(told.sense()[12]).as("REPORTED LUNS DATA HAS CHANGED").isEqualTo((byte) 0x3F);
      Target.good(port, Target.read(fabric, 0, data).lun(LUN_1));

      assertThat(server.portals()).as("no driver iscsi").isEmpty();
      server.apply(ConfigEdit.removeDevice(server.config().conf(), "more"));
      ExecuteCommand gone = Target.read(fabric, 0, data).lun(LUN_1);
      assertThat(port.execute(gone, Target.TIMEOUT_NS)).isTrue();
      assertThat(gone.sense()[12]).as("LOGICAL UNIT NOT SUPPORTED").isEqualTo((byte) 0x25);
      Target.good(port, Target.read(fabric, 0, data));
    }
  }

  private Fabric open() throws FabricException {
    return Fabrics.open(
        "srp://" + address + ":5556/" + GUID + ":" + GUID + "/0",
        new FabricOptions(0, List.of(), new TreeMap<>()));
  }
}
