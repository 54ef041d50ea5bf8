// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.served;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
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
import org.quintain.initiator.TargetNote;
import org.quintain.reactor.World;

/**
 * Serves a file and a piece of memory on a free port of loopback and opens {@code iscsi://} to it.
 */
public final class ServedFabricProvider implements FabricProvider {
  /** The same, where the target and discovery want CHAP. */
  private static final String GUARDED = "served:guarded";

  private static final String NAME = "iqn.2026-11.org.quintain:served";
  private static final String USERS =
      """
      IncomingUser "jouster tilts at the quintain"
      OutgoingUser "quintain strikes back when hit"
      """;
  private static final String DISCOVERY_USERS = "IncomingUser \"herald calls the names out\"";
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
        DEVICE spare {
          size_mb 1
        }
      }
      TARGET_DRIVER iscsi {
        enabled 1
        portal 127.0.0.1:0
        DISCOVERY
        TARGET NAME {
          enabled 1
          MaxOutstandingR2T 8
          DataPDUInOrder No
          DataSequenceInOrder No
          USERS
          LUN 0 file
          LUN 1 memory
        }
        TARGET NAME.2 {
          enabled 1
          USERS
          LUN 0 file
          LUN 1 memory
        }
        FURTHER
      }
      DEVICE_GROUP both {
        DEVICE file
        DEVICE memory
        TARGET_GROUP first {
          group_id 1
          TARGET NAME
        }
        TARGET_GROUP second {
          group_id 2
          state nonoptimized
          TARGET NAME.2
        }
      }
      """;
  private static final String FURTHER =
      """
      TARGET NAME.chap {
        enabled 1
        USERS
        LUN 0 spare
      }
      TARGET NAME.redirected {
        enabled 1
        redirect "127.0.0.1:3260 temp"
        LUN 0 spare
      }
      TARGET NAME.moved {
        enabled 1
        redirect "127.0.0.1:3260 perm"
        LUN 0 spare
      }
      """;

  private static String configuration(Path file, boolean isGuarded) {
    return CONFIGURATION
        .replace("FURTHER", isGuarded ? "" : FURTHER.replace("USERS", USERS))
        .replace("USERS", isGuarded ? USERS : "")
        .replace("DISCOVERY", isGuarded ? DISCOVERY_USERS : "")
        .replace("FILE", file.toString())
        .replace("NAME", NAME);
  }

  private static SortedMap<String, String> notes(boolean isGuarded) {
    SortedMap<String, String> notes = new TreeMap<>();
    notes.put(TargetNote.CHAP_USER.setting(), "jouster");
    notes.put(TargetNote.CHAP_SECRET.setting(), "tilts at the quintain");
    notes.put(TargetNote.CHAP_TARGET_USER.setting(), "quintain");
    notes.put(TargetNote.CHAP_TARGET_SECRET.setting(), "strikes back when hit");
    if (isGuarded) {
      notes.put(TargetNote.DISCOVERY_USER.setting(), "herald");
      notes.put(TargetNote.DISCOVERY_SECRET.setting(), "calls the names out");
    } else {
      notes.put(TargetNote.CHAP_TARGET.setting(), NAME + ".chap");
      notes.put(TargetNote.REDIRECTED_TARGET.setting(), NAME + ".redirected");
      notes.put(TargetNote.MOVED_TARGET.setting(), NAME + ".moved");
    }
    return notes;
  }

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
    boolean isGuarded = url.equals(GUARDED);
    try {
      Path file = Files.createTempFile("quintain-conformance", ".img");
      try (var channel = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
        channel.position((64L << 20) - 1).write(java.nio.ByteBuffer.allocate(1));
      }
      IscsiServer server =
          IscsiServer.start(
              ServeConfig.parse("served", configuration(file, isGuarded)), ServeListener.NONE);
      String text = IscsiServer.text(server.portals().get(0));
      Fabric reached =
          Fabrics.open(
              "iscsi://"
                  + (isGuarded ? "jouster%tilts at the quintain@" : "")
                  + text
                  + "/"
                  + NAME
                  + "/0?also="
                  + NAME
                  + ".2",
              new FabricOptions(options.seed(), List.of(), notes(isGuarded)));
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
    public String told(TargetNote note) {
      return reached.told(note);
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
