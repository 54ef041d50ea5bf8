// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.initiator.InitiatorPort;

/** A served target for tests, how to reach it, and the few CDBs that the tests need. */
final class Target implements AutoCloseable {
  static final String NAME = "iqn.2026-11.org.quintain:test";
  static final String INITIATOR = "iqn.2026-11.org.quintain:initiator";
  static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
  static final int BLOCK_BYTES = 4096;
  private static final int UNIT_ATTENTIONS_MAX = 16;

  final IscsiServer server;

  private Target(IscsiServer server) {
    this.server = server;
  }

  /** A file of 4096-byte blocks at LUN 0 and memory at LUN 1. */
  static String configuration(Path file, String transport) {
    return """
        HANDLER vdisk_fileio {
          DEVICE file {
            filename %s
            blocksize 4096
          }
        }
        HANDLER vdisk_ram {
          DEVICE memory {
            size_mb 16
            blocksize 4096
          }
        }
        TARGET_DRIVER iscsi {
          enabled 1
          transport %s
          portal 127.0.0.1:0
          TARGET %s {
            enabled 1
            LUN 0 file
            LUN 1 memory
          }
        }
        """
        .formatted(file, transport, NAME);
  }

  static Target start(String configuration) throws ConfigurationException {
    return new Target(
        IscsiServer.start(ServeConfig.parse("test.conf", configuration), ServeListener.NONE));
  }

  InetSocketAddress address() {
    return server.portals().get(0);
  }

  Fabric open(int lun, String... settings) throws FabricException {
    return open(address().getPort(), lun, settings);
  }

  static Fabric open(int port, int lun, String... settings) throws FabricException {
    TreeMap<String, String> named = new TreeMap<>();
    for (int index = 0; index < settings.length; index += 2) {
      named.put(settings[index], settings[index + 1]);
    }
    return Fabrics.open(
        "iscsi://127.0.0.1:" + port + "/" + NAME + "/" + lun,
        new FabricOptions(0, List.of(), named));
  }

  static ExecuteCommand write(Fabric fabric, long block, ByteBuffer data, boolean fua) {
    byte[] cdb = new byte[16];
    cdb[0] = (byte) 0x8A;
    cdb[1] = (byte) (fua ? 8 : 0);
    ByteBuffer.wrap(cdb).putLong(2, block).putInt(10, data.capacity() / BLOCK_BYTES);
    return new ExecuteCommand().cdb(cdb, 16).lun(fabric.lun()).dataOut(data, data.capacity());
  }

  static ExecuteCommand read(Fabric fabric, long block, ByteBuffer into) {
    byte[] cdb = new byte[16];
    cdb[0] = (byte) 0x88;
    ByteBuffer.wrap(cdb).putLong(2, block).putInt(10, into.capacity() / BLOCK_BYTES);
    return new ExecuteCommand().cdb(cdb, 16).lun(fabric.lun()).dataIn(into, into.capacity());
  }

  static ExecuteCommand synchronizeCache(Fabric fabric) {
    return new ExecuteCommand()
        .cdb(new byte[] {0x35, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 10)
        .lun(fabric.lun());
  }

  /**
   * Runs a command to GOOD and answers how many unit attentions came before it, which another
   * thread of the test may go on to cause.
   */
  static int good(InitiatorPort port, ExecuteCommand command) {
    int unitAttentions = 0;
    while (true) {
      if (!port.execute(command, TIMEOUT_NS)) {
        throw new AssertionError("no answer within " + TIMEOUT_NS + " ns");
      }
      if (command.status() == 0) {
        return unitAttentions;
      }
      boolean unitAttention =
          command.status() == 2 && command.senseLength() > 2 && (command.sense()[2] & 15) == 6;
      if (!unitAttention || unitAttentions == UNIT_ATTENTIONS_MAX) {
        throw failure(port, command);
      }
      unitAttentions++;
    }
  }

  private static AssertionError failure(InitiatorPort port, ExecuteCommand command) {
    return new AssertionError(
        command.serviceResponse()
            + " status "
            + command.status()
            + " sense "
            + java.util.HexFormat.of().formatHex(command.sense(), 0, command.senseLength())
            + " "
            + port.disconnectReason());
  }

  @Override
  public void close() {
    server.close();
  }
}
