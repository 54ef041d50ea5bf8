// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.served;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.quintain.initiator.FramePort;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.MessagePort;
import org.quintain.initiator.PacketPort;
import org.quintain.initiator.TargetNote;
import org.quintain.reactor.World;

/**
 * Serves a file and a piece of memory on a free port of loopback and opens {@code iscsi://} to it.
 */
public final class ServedFabricProvider implements FabricProvider {
  /** The same, where the target and discovery want CHAP. */
  private static final String GUARDED = "served:guarded";

  /** The same over FCoE, on a cable that is made of datagrams. */
  private static final String FCOE = "served:fcoe";

  /** The same in a simulated fabric behind an FCoE forwarder, the second port a virtual one. */
  private static final String FABRIC = "served:fabric";

  /** The same by SRP over RoCEv2, with two target ports. */
  private static final String SRP = "served:srp";

  /** As switches have it: two and a half of them are more than a busy machine stands still. */
  private static final int KEEP_ALIVE_MS = 8_000;

  /** Below what Linux gives out by itself (32768 and up). */
  private static final AtomicInteger NEXT_PORT = new AtomicInteger(20_000);

  private static final String PORT_NAME = "20:00:02:00:00:00:00:0a";
  private static final String OTHER_PORT_NAME = "20:00:02:00:00:00:00:0c";
  private static final String FCOE_CONFIGURATION =
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
      TARGET_DRIVER fcst {
        TARGET FIRST {
          link udp:HERE,THERE
          MODE
          LUN 0 file
          LUN 1 memory
        }
        TARGET SECOND {
          SHARE
          LUN 0 file
          LUN 1 memory
        }
      }
      """;

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
      Path file = newFile();
      if (url.equals(FCOE)) {
        return overFcoe(file, options);
      } else if (url.equals(FABRIC)) {
        return inFabric(file, options, 0, KEEP_ALIVE_MS);
      } else if (url.equals(SRP)) {
        return ServedSrp.open(file, options);
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
      return new Served(server, file, reached, null);
    } catch (IOException | ConfigurationException e) {
      throw new FabricException("The target could not be served: " + e.getMessage(), e);
    }
  }

  static Path newFile() throws IOException {
    Path file = Files.createTempFile("quintain-conformance", ".img");
    try (var channel = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.position((64L << 20) - 1).write(java.nio.ByteBuffer.allocate(1));
    }
    return file;
  }

  private static Fabric overFcoe(Path file, FabricOptions options)
      throws IOException, ConfigurationException, FabricException {
    String here = freeAddress();
    String there = freeAddress();
    String link = "udp:" + here + "," + there;
    IscsiServer server = serve(file, link, "", "link " + link);
    return new Served(server, file, reach("udp:" + there + "," + here, "", options), null);
  }

  /** A target in a fabric that is in {@code vlan}, or in none with 0. */
  static Served inFabric(Path file, FabricOptions options, int vlan, int keepAliveMs)
      throws IOException, ConfigurationException, FabricException {
    TestForwarder forwarder = new TestForwarder(keepAliveMs, vlan);
    String target = "udp:" + cable(forwarder);
    String initiator = "udp:" + cable(forwarder);
    IscsiServer server = serve(file, target, "mode fabric", "parent_host " + PORT_NAME);
    return new Served(server, file, reach(initiator, "&mode=fabric", options), forwarder);
  }

  /** A cable from the forwarder; the text names its other end. */
  private static String cable(TestForwarder forwarder) throws IOException {
    String here = freeAddress();
    String there = freeAddress();
    forwarder.connect(address(here), address(there));
    return there + "," + here;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  private static IscsiServer serve(Path file, String link, String mode, String share)
      throws ConfigurationException {
    return IscsiServer.start(
        ServeConfig.parse(
            "served",
            FCOE_CONFIGURATION
                .replace("FILE", file.toString())
                .replace("udp:HERE,THERE", link)
                .replace("MODE", mode)
                .replace("SHARE", share)
                .replace("FIRST", PORT_NAME)
                .replace("SECOND", OTHER_PORT_NAME)),
        ServeListener.NONE);
  }

  private static Fabric reach(String link, String more, FabricOptions options)
      throws FabricException {
    return Fabrics.open(
        "fcoe:" + link + "/" + PORT_NAME + "/0?also=" + OTHER_PORT_NAME + more,
        new FabricOptions(options.seed(), List.of(), new TreeMap<>()));
  }

  /** A UDP address of loopback that only this process uses, and only once. */
  private static String freeAddress() {
    long process = ProcessHandle.current().pid();
    return "127.%d.%d.%d:%d"
        .formatted(
            128 + (process >> 16 & 0x3F),
            process >> 8 & 0xFF,
            process & 0xFF,
            NEXT_PORT.getAndIncrement());
  }

  /** The fabric together with the server at its other end. */
  record Served(IscsiServer server, Path file, Fabric reached, @Nullable TestForwarder forwarder)
      implements Fabric {
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
    public @Nullable FramePort openFramePort() throws FabricException {
      return reached.openFramePort();
    }

    @Override
    public @Nullable MessagePort openMessagePort() throws FabricException {
      return reached.openMessagePort();
    }

    @Override
    public @Nullable PacketPort openPacketPort() throws FabricException {
      return reached.openPacketPort();
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
      if (forwarder != null) {
        forwarder.close();
      }
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
