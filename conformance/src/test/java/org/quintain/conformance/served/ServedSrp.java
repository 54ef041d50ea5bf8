// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.served;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;

/** The production target with two ports of SRP, by RoCEv2 over UDP on loopback. */
final class ServedSrp {
  private static final int TRIES = 49;
  private static final String FIRST_GUID = "0200000000000a1b";
  private static final String SECOND_GUID = "0200000000000a1c";
  private static final String INITIATOR = "0000000000000001:02000000000000ff";
  private static final String CONFIGURATION =
      """
      HANDLER vdisk_fileio {
        DEVICE file {
          filename FILE
          thin_provisioned 1
          expl_alua 1
        }
      }
      HANDLER vdisk_ram {
        DEVICE memory {
          size_mb 16
          blocksize 4096
          thin_provisioned 1
          expl_alua 1
        }
      }
      TARGET_DRIVER ib_srpt {
        TARGET 0xFIRST_GUID {
          link FIRST_ADDRESS
          LUN 0 file
          LUN 1 memory
        }
        TARGET 0xSECOND_GUID {
          link SECOND_ADDRESS
          LUN 0 file
          LUN 1 memory
        }
      }
      DEVICE_GROUP both {
        DEVICE file
        DEVICE memory
        TARGET_GROUP first {
          group_id 1
          TARGET 0xFIRST_GUID {
            rel_tgt_id 2001
          }
        }
        TARGET_GROUP second {
          group_id 2
          state nonoptimized
          TARGET 0xSECOND_GUID {
            rel_tgt_id 2002
          }
        }
      }
      """;

  private ServedSrp() {}

  static ServedFabricProvider.Served open(Path file, FabricOptions options)
      throws ConfigurationException, FabricException {
    ConfigurationException last = new ConfigurationException("nothing was tried");
    for (int tried = 0; tried < TRIES; tried++) {
      String first = address(2 * tried);
      String second = address(2 * tried + 1);
      IscsiServer server;
      try {
        server = serve(file, first, second);
      } catch (ConfigurationException taken) {
        last = taken;
        continue;
      }
      return new ServedFabricProvider.Served(
          server, file, Fabrics.open(url(first, second), told(options)), null);
    }
    throw last;
  }

  /** Of loopback, where nobody else of this process or another is likely to have UDP port 4791. */
  private static String address(int index) {
    long process = ProcessHandle.current().pid();
    return "127." + (index + 1) + "." + (process >> 8 & 0xFF) + "." + (process & 0xFF);
  }

  private static IscsiServer serve(Path file, String first, String second)
      throws ConfigurationException {
    return IscsiServer.start(
        ServeConfig.parse(
            "served",
            CONFIGURATION
                .replace("FILE", file.toString())
                .replace("FIRST_GUID", FIRST_GUID)
                .replace("SECOND_GUID", SECOND_GUID)
                .replace("FIRST_ADDRESS", first)
                .replace("SECOND_ADDRESS", second)),
        ServeListener.NONE);
  }

  private static String url(String first, String second) {
    return "srp://"
        + place(first, FIRST_GUID)
        + "/0?initiator="
        + INITIATOR
        + "&also="
        + place(second, SECOND_GUID);
  }

  private static String place(String address, String guid) {
    return address + "/" + guid + ":" + guid;
  }

  private static FabricOptions told(FabricOptions options) {
    return new FabricOptions(options.seed(), List.of(), new TreeMap<>());
  }
}
