// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.initiator.InitiatorPort;

/** A served disk through {@code srp://} URLs, by RoCEv2 over loopback. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServedSrpTest {
  private static final int TRIES = 100;
  private static final String GUID = "0200000000000a0b";
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
        Fabric fabric =
            Fabrics.open(
                "srp://" + address + ":5556/" + GUID + ":" + GUID + "/0",
                new FabricOptions(0, List.of(), new TreeMap<>()))) {
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
      writer.close();
      assertThat(reader.isConnected()).isTrue();
    }
  }
}
