// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.Fabrics;
import org.quintain.initiator.InitiatorPort;

final class AdminSocketTest {
  private static final String NAME = "iqn.2026-11.org.quintain:test";
  private static final String TEXT =
      """
      HANDLER vdisk_ram {
        DEVICE memory {
          size_mb 16
        }
      }
      TARGET_DRIVER iscsi {
        enabled 1
        portal 127.0.0.1:0
        TARGET %s {
          enabled 1
          LUN 0 memory
        }
      }
      """
          .formatted(NAME);

  @TempDir private Path folder;
  private IscsiServer server;
  private AdminSocket socket;
  private Path path;

  @BeforeEach
  void start() throws Exception {
    path = folder.resolve("admin.socket");
    Path file = folder.resolve("test.conf");
    Files.writeString(file, TEXT);
    server = IscsiServer.start(ServeConfig.load(file), ServeListener.NONE);
    socket = AdminSocket.open(server, path);
  }

  @AfterEach
  void stop() {
    socket.close();
    server.close();
  }

  private String ask(String... words) throws ConfigurationException {
    return AdminClient.ask(path, List.of(words));
  }

  private void read(int times) throws Exception {
    try (Fabric fabric =
        Fabrics.open(
            "iscsi://127.0.0.1:" + server.portals().get(0).getPort() + "/" + NAME + "/0",
            new FabricOptions(0, List.of(), new TreeMap<>()))) {
      InitiatorPort port = fabric.connect("iqn.2026-11.org.quintain:reader");
      for (int count = 0; count <= times; count++) {
        ExecuteCommand read =
            new ExecuteCommand()
                .cdb(new byte[] {0x28, 0, 0, 0, 0, 0, 0, 0, 8, 0}, 10)
                .dataIn(ByteBuffer.allocateDirect(4096), 4096);
        assertThat(port.execute(read, 60_000_000_000L)).isTrue();
      }
      String sessions = ask("sessions");
      assertThat(sessions)
          .contains("iqn.2026-11.org.quintain:reader", NAME, "memory", "read", "NONE/NONE");
      String json = ask("sessions", "json");
      assertThat(json)
          .contains(
              "\"initiator\": \"iqn.2026-11.org.quintain:reader\"",
              "\"dataInBytes\": " + 4096 * times,
              "\"latencyNs\"");
    }
  }

  @Test
  void sessionsAndWhatTheyDidAreShown() throws Exception {
    read(50);
    // The first command found a unit attention.
    assertThat(ask("sessions", "json"))
        .contains("\"commands\": 51", "\"check condition\": 1")
        .doesNotContain("org.quintain:reader");
  }

  @Test
  void whatIsAddedIsListedSavedAndRestored() throws Exception {
    ask("add", "device", "more", "vdisk_nullio", "size_mb=8");
    ask("add", "target", NAME + "2", "alias=the other");
    ask("add", "lun", NAME + "2", "3", "more", "read_only=1");
    ask("add", "group", NAME, "some");
    ask("add", "initiator", NAME, "some", "iqn.x:*");
    ask("add", "lun", NAME, "1", "more", "group=some");
    ask("set", "target", NAME, "alias=first");
    String listed = ask("list");
    assertThat(listed).contains("DEVICE more", "LUN 3 more", "INITIATOR iqn.x:*", "alias first");
    assertThat(listed).contains("rel_tgt_id 2");
    Path saved = folder.resolve("saved.conf");
    ask("save", saved.toString());
    assertThat(Files.readString(saved)).isEqualTo(listed);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved)))
        .isEqualTo("rw-------");

    ask("restore");
    assertThat(ask("list")).doesNotContain("DEVICE more").contains("DEVICE memory");
    ask("restore", saved.toString());
    assertThat(ask("list")).isEqualTo(listed);
    ask("remove", "lun", NAME, "1", "group=some");
    ask("remove", "initiator", NAME, "some", "iqn.x:*");
    ask("remove", "group", NAME, "some");
    ask("remove", "target", NAME + "2");
    ask("remove", "device", "more");
    assertThat(ask("list")).doesNotContain("more", "some", NAME + "2");
  }

  @Test
  void secretsAreSavedAndNotShown() throws Exception {
    ask("set", "target", NAME, "IncomingUser=joe secretsecret");
    ask("set", "driver", "IncomingUser=finder othersecret12");
    assertThat(ask("list"))
        .contains("IncomingUser \"joe ****\"", "IncomingUser \"finder ****\"")
        .doesNotContain("secretsecret", "othersecret12");
    assertThat(ask("sessions", "json")).doesNotContain("secretsecret");
    Path saved = folder.resolve("saved.conf");
    ask("save", saved.toString());
    assertThat(Files.readString(saved)).contains("secretsecret", "othersecret12");
    ask("restore", saved.toString());
  }

  @Test
  void whatCannotBeIsOneSentence() {
    assertThatThrownBy(() -> ask("dance")).hasMessageStartingWith("Say one of list, sessions, add");
    assertThatThrownBy(() -> ask("add", "lun", NAME, "0", "memory"))
        .hasMessageContaining("LUN 0 stands in line");
    assertThatThrownBy(() -> ask("add", "lun", NAME, "1"))
        .hasMessage("Behind \"add lun " + NAME + " 1\" stands the device's name.");
    assertThatThrownBy(() -> ask("remove", "device", "none"))
        .hasMessage("There is no device none.");
    assertThatThrownBy(() -> ask("close", "4711")).hasMessage("There is no session of TSIH 4711.");
    assertThatThrownBy(() -> ask("close", "4711", "cid=2", "wait=0"))
        .hasMessage("There is no session of TSIH 4711 with a connection of CID 2.");
    assertThatThrownBy(() -> ask("close", "4711", "wait=long"))
        .hasMessage("\"wait\" is a number up to 9999.");
    assertThatThrownBy(() -> ask("close", "4711", "soon=1"))
        .hasMessage("\"soon\" is neither \"cid\" nor \"wait\".");
    assertThatThrownBy(() -> ask("renegotiate", "4711"))
        .hasMessage("There is no session of TSIH 4711.");
    assertThatThrownBy(() -> ask("resize", "memory", "4095"))
        .hasMessageContaining("A size is a number of blocks");
    assertThatThrownBy(() -> AdminClient.ask(folder.resolve("none"), List.of("list")))
        .hasMessageStartingWith("No server answers at ");
  }

  @Test
  void nobodyButTheOwnerMayAskAndNoSecondServerTakesTheSocket() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> AdminSocket.open(server, path))
        .hasMessageEndingWith("another server answers there.");
    Path stale = folder.resolve("stale.socket");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(stale))
        .close();
    AdminSocket.open(server, stale).close();
    assertThat(stale).doesNotExist();
    Path noSocket = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> AdminSocket.open(server, noSocket))
        .hasMessageEndingWith("there is something that is no socket.");
    assertThat(noSocket).exists();
  }

  @Test
  void aRequestThatDoesNotEndHoldsUpNobody() throws Exception {
    try (SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(path));
        SocketChannel flood = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      flood.write(ByteBuffer.allocate(1 << 16));
      try (InputStream answer = Channels.newInputStream(flood)) {
        assertThat(answer.readAllBytes()).isEmpty();
      } catch (IOException reset) {
        assertThat(reset).isNotNull();
      }
      assertThat(ask("list")).contains("DEVICE memory");
      assertThat(silent.isConnected()).isTrue();
    }
  }

  @Test
  void metricsAreGivenOnTheLoopbackAlone() throws Exception {
    read(3);
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (MetricsServer metrics = MetricsServer.open(server, anyPort)) {
      URI at = URI.create("http://" + IscsiServer.text(metrics.address()) + "/metrics");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains(
              "# TYPE quintain_device_command_seconds histogram",
              "quintain_device_command_seconds_count{device=\"memory\",class=\"read\"} 4",
              "quintain_device_command_seconds_bucket{device=\"memory\",class=\"read\",le=\"+Inf\"} 4",
              "quintain_device_bytes_total{device=\"memory\",class=\"read\",to=\"initiator\"} 12288",
              "quintain_iscsi_events_total{event=\"logins\"} 1");
      for (String line : answer.body().split("\n")) {
        assertThat(line)
            .matches("# (HELP|TYPE) .*|[a-z_]+(\\{([a-z]+=\"[^\"]*\",?)+\\})? [-+0-9.Ee]+");
      }
    }
    assertThatThrownBy(() -> MetricsServer.open(server, new InetSocketAddress("0.0.0.0", 0)))
        .hasMessageStartingWith("Metrics are given on a loopback address alone");
  }
}
