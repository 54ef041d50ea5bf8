// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.admin.AdminClient;
import org.quintain.hardware.admin.AdminPaths;
import org.quintain.hardware.config.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quintain admin}: sees and changes what {@code quintain serve} serves. */
@Command(
    name = "admin",
    description = "See and change what a running server serves.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What can be asked:",
      "  list                          what is served, as a configuration",
      "  sessions                      sessions, connections, devices, counters",
      "  add device NAME HANDLER [ATTRIBUTE=VALUE...]",
      "  add target NAME [ATTRIBUTE=VALUE...]",
      "  add group TARGET GROUP",
      "  add initiator TARGET GROUP PATTERN",
      "  add lun TARGET NUMBER DEVICE [group=GROUP] [read_only=1]",
      "  add portal ADDRESS:PORT [PORTAL_GROUP_TAG]",
      "  remove device NAME | target NAME | group TARGET GROUP",
      "  remove initiator TARGET GROUP PATTERN",
      "  remove lun TARGET NUMBER [group=GROUP] | portal ADDRESS:PORT",
      "  set target|device NAME ATTRIBUTE=VALUE... | driver ATTRIBUTE=VALUE...",
      "  set state DEVICE_GROUP TARGET_GROUP STATE",
      "  resize DEVICE BYTES           whose initiators are told",
      "  close TSIH [cid=CID] [wait=SECONDS]",
      "                                end an iSCSI session or a connection of it;",
      "                                its initiator may log out before (2 seconds)",
      "  close WWPN | IDENTIFIER       log a Fibre Channel or SRP initiator out",
      "  renegotiate TSIH              let changed keys hold in a session",
      "  save [FILE]                   keep what is served in a file",
      "  restore [FILE]                serve what a file says, by its difference"
    })
final class AdminCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(paramLabel = "WORD", arity = "1..*", description = "What is asked; see below.")
  private List<String> words = List.of();

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "The server's socket; needed when several servers run.")
  private @Nullable Path socket;

  @Option(names = "--json", description = "Give sessions as JSON.")
  private boolean isJson;

  @Override
  public Integer call() {
    List<String> request = new ArrayList<>(words);
    if (isJson) {
      if (!request.get(0).equals("sessions")) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--json is for \"quintain admin sessions\".");
      }
      request.add("json");
    }
    if (request.size() == 2 && List.of("save", "restore").contains(request.get(0))) {
      // The server's working directory may be another.
      request.set(1, Path.of(request.get(1)).toAbsolutePath().toString());
    }
    try {
      String answer = AdminClient.ask(socket == null ? AdminPaths.only() : socket, request);
      PrintWriter out = spec.commandLine().getOut();
      out.print(answer);
      out.flush();
      return ExitCodes.PASS;
    } catch (ConfigurationException e) {
      throw CommandFailure.infrastructure(e);
    }
  }
}
