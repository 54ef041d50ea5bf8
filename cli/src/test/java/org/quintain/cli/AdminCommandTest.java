// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quintain.hardware.admin.AdminSocket;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;
import picocli.CommandLine;

/** {@code quintain admin} as scripts see it. */
class AdminCommandTest {
  private static final String NAME = "iqn.2026-11.org.quintain:administered";

  @TempDir private Path directory;
  private IscsiServer server;
  private AdminSocket socket;
  private String output = "";
  private String errors = "";

  @BeforeEach
  void serve() throws Exception {
    Path config = directory.resolve("served.conf");
    Files.writeString(
        config,
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
            .formatted(NAME));
    server = IscsiServer.start(ServeConfig.load(config), ServeListener.NONE);
    socket = AdminSocket.open(server, directory.resolve("socket"));
  }

  @AfterEach
  void stop() {
    socket.close();
    server.close();
  }

  private int admin(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "admin";
    all[1] = "--socket";
    all[2] = socket.path().toString();
    System.arraycopy(words, 0, all, 3, words.length);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int exitCode = command.execute(all);
    output = out.toString();
    errors = err.toString();
    return exitCode;
  }

  @Test
  void sessionsAreTablesForPeopleAndJsonForPrograms() throws Exception {
    assertThat(admin("sessions")).isZero();
    assertThat(output).contains("TSIH", "DEVICE", "memory", "16 MiB");
    assertThat(admin("sessions", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(output);
    assertThat(json.get("sessions")).isEmpty();
    JsonNode device = json.get("devices").get(0);
    assertThat(device.get("name").asText()).isEqualTo("memory");
    assertThat(device.get("capacityBytes").asLong()).isEqualTo(16 << 20);
    assertThat(device.get("read").get("latencyNs").get("p99.9").asLong()).isZero();
  }

  @Test
  void whatIsServedIsChangedAndKept() throws Exception {
    assertThat(admin("add", "device", "more", "vdisk_nullio", "size_mb=4")).isZero();
    assertThat(admin("add", "lun", NAME, "7", "more")).isZero();
    assertThat(output).isEmpty();
    Path kept = directory.resolve("kept.conf");
    assertThat(admin("save", kept.toString())).isZero();
    assertThat(ServeConfig.load(kept).targets().get(0).luns()).hasSize(2);
    assertThat(admin("restore")).isZero();
    assertThat(admin("list")).isZero();
    assertThat(output).contains("LUN 0 memory").doesNotContain("LUN 7");
  }

  @Test
  void whatCannotBeIsOneSentenceAndAnExitCode() {
    assertThat(admin("remove", "lun", NAME, "3")).isEqualTo(ExitCodes.INFRASTRUCTURE);
    assertThat(errors.strip()).isEqualTo("There is no LUN 3 in TARGET " + NAME + ".");
    assertThat(admin("list", "--json")).isEqualTo(ExitCodes.USAGE);
    assertThat(admin()).isEqualTo(ExitCodes.USAGE);
    socket.close();
    assertThat(admin("list")).isEqualTo(ExitCodes.INFRASTRUCTURE);
    assertThat(errors).startsWith("No server answers at ");
  }
}
