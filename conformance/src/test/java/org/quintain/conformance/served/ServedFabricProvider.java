// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.served;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;
import org.quintain.initiator.ByteStream;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.FabricProvider;
import org.quintain.initiator.Fabrics;
import org.quintain.initiator.InitiatorPort;
import org.quintain.reactor.World;

/**
 * Serves a file and a piece of memory on a free port of loopback and opens {@code iscsi://} to it.
 */
public final class ServedFabricProvider implements FabricProvider {
  private static final String NAME = "iqn.2026-11.org.quintain:served";
  private static final String CONFIGURATION =
      """
      HANDLER vdisk_fileio {
        DEVICE file {
          filename %s
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
      TARGET_DRIVER iscsi {
        enabled 1
        portal 127.0.0.1:0
        TARGET %s {
          enabled 1
          LUN 0 file
          LUN 1 memory
        }
        TARGET %<s.2 {
          enabled 1
          LUN 0 file
          LUN 1 memory
        }
      }
      DEVICE_GROUP both {
        DEVICE file
        DEVICE memory
        TARGET_GROUP first {
          group_id 1
          TARGET %<s
        }
        TARGET_GROUP second {
          group_id 2
          state nonoptimized
          TARGET %<s.2
        }
      }
      """;

  @Override
  public String prefix() {
    return "served:";
  }

  @Override
  public String description() {
    return "the production target in this process over real TCP";
  }

  @Override
  public Fabric open(String url, FabricOptions options) throws FabricException {
    try {
      Path file = Files.createTempFile("quintain-conformance", ".img");
      try (var channel = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
        channel.position((64L << 20) - 1).write(java.nio.ByteBuffer.allocate(1));
      }
      IscsiServer server =
          IscsiServer.start(
              ServeConfig.parse("served", CONFIGURATION.formatted(file, NAME)), ServeListener.NONE);
      String text = IscsiServer.text(server.portals().get(0));
      Fabric reached =
          Fabrics.open(
              "iscsi://" + text + "/" + NAME + "/0?also=" + NAME + ".2",
              new FabricOptions(options.seed(), List.of(), new TreeMap<>()));
      return new Served(server, file, reached);
    } catch (IOException | ConfigurationException e) {
      throw new FabricException("The target could not be served: " + e.getMessage(), e);
    }
  }

  /** The fabric together with the server at its other end. */
  private record Served(IscsiServer server, Path file, Fabric reached) implements Fabric {
    @Override
    public String url() {
      return reached.url();
    }

    @Override
    public World world() {
      return reached.world();
    }

    @Override
    public long lun() {
      return reached.lun();
    }

    @Override
    public InitiatorPort connect(String initiatorName) throws FabricException {
      return reached.connect(initiatorName);
    }

    @Override
    public int targetPorts() {
      return reached.targetPorts();
    }

    @Override
    public InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
        throws FabricException {
      return reached.connect(initiatorName, initiatorPort, targetPort);
    }

    @Override
    public @Nullable ByteStream openByteStream() throws FabricException {
      return reached.openByteStream();
    }

    @Override
    public String targetName() {
      return reached.targetName();
    }

    @Override
    public void close() {
      reached.close();
      server.close();
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
