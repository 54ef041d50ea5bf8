// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quintain.fc.wire.WorldWideName;
import org.quintain.hardware.config.ConfigDifference;
import org.quintain.hardware.config.ConfigEdit;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.DeviceConfig;
import org.quintain.hardware.config.ScstConf;
import org.quintain.hardware.config.ScstConfWriter;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.srp.wire.SrpPortIdentifier;

/**
 * What an operator can ask of a running server, one request a list of words. Requests are carried
 * out by the threads that bring them, changes one after the other.
 */
final class AdminCommands {
  /**
   * How a request went.
   *
   * @param isDone whether it was carried out
   * @param text what it gives, or one sentence that says why it was not
   */
  record Answer(boolean isDone, String text) {}

  @FunctionalInterface
  private interface Command {
    String run(Words words) throws ConfigurationException, IOException;
  }

  private final IscsiServer server;
  private final Map<String, Command> commands = new LinkedHashMap<>();

  AdminCommands(IscsiServer server) {
    this.server = server;
    commands.put("list", this::list);
    commands.put("sessions", this::sessions);
    for (String verb : AdminEdits.verbs()) {
      commands.put(verb, words -> edit(verb, words));
    }
    commands.put("resize", this::resize);
    commands.put("close", this::close);
    commands.put("renegotiate", this::renegotiate);
    commands.put("save", this::save);
    commands.put("restore", this::restore);
  }

  Answer run(List<String> request) {
    Command command = request.isEmpty() ? null : commands.get(request.get(0));
    if (command == null) {
      return new Answer(false, "Say one of " + String.join(", ", commands.keySet()) + ".");
    }
    try {
      return new Answer(true, command.run(new Words(request)));
    } catch (ConfigurationException refused) {
      return new Answer(false, String.valueOf(refused.getMessage()));
    } catch (IOException broken) {
      return new Answer(
          false, broken.getClass().getSimpleName() + ": " + broken.getMessage() + ".");
    }
  }

  private String list(Words words) throws ConfigurationException {
    words.end();
    ServeConfig running = server.config();
    ScstConf all = ConfigDifference.next(running, running.conf()).conf();
    return ScstConfWriter.write(ConfigEdit.withoutSecrets(all));
  }

  private String sessions(Words words) throws ConfigurationException {
    boolean isJson = words.take("json");
    words.end();
    return isJson ? StatusView.json(server.status()) : StatusView.tables(server.status());
  }

  private String edit(String verb, Words words) throws ConfigurationException {
    AdminEdits.Request edit = AdminEdits.read(verb, words);
    change(edit::of);
    return "";
  }

  /**
   * Gives a device another size: one that says its size in the configuration by changing that, any
   * other by making its file longer or shorter, which is noticed as ever.
   */
  private String resize(Words words) throws ConfigurationException, IOException {
    String name = words.next("the device's name");
    long bytes = words.number("its new size in bytes");
    words.end();
    DeviceConfig device =
        server.config().devices().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new ConfigurationException("There is no device " + name + "."));
    if (device.handler() == DeviceConfig.Handler.VDISK_BLOCKIO || device.isDummy()) {
      throw new ConfigurationException("The size of device " + name + " is not for us to change.");
    }
    if (bytes <= 0 || bytes % device.blockBytes() != 0) {
      throw new ConfigurationException(
          "A size is a number of blocks of " + device.blockBytes() + " bytes.");
    }
    if (device.sizeBytes() > 0) {
      Map<String, String> size = Map.of("size", Long.toString(bytes), "size_mb", "");
      change(conf -> ConfigEdit.setDevice(conf, name, size));
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(device.filename(), "rw")) {
      file.setLength(bytes);
    }
    return "";
  }

  private String close(Words words) throws ConfigurationException {
    String first = words.peek();
    if (first.indexOf(':') > 0 || SrpPortIdentifier.parse(first) != null) {
      return logOut(words);
    }
    int tsih = (int) Math.min(Integer.MAX_VALUE, words.number("the session's TSIH"));
    Map<String, String> options = words.attributes();
    int seconds = option(options, "wait", 2);
    int cid = option(options, "cid", -1);
    if (!options.isEmpty()) {
      throw new ConfigurationException(
          "\"" + options.keySet().iterator().next() + "\" is neither \"cid\" nor \"wait\".");
    }
    if (cid >= 0 && !server.closeConnection(tsih, cid, seconds)) {
      throw new ConfigurationException(
          "There is no session of TSIH " + tsih + " with a connection of CID " + cid + ".");
    }
    if (cid < 0 && !server.closeSession(tsih, seconds)) {
      throw new ConfigurationException("There is no session of TSIH " + tsih + ".");
    }
    return "";
  }

  /** The logins of other fabrics go by the initiator port's name. */
  private String logOut(Words words) throws ConfigurationException {
    String name = words.next("the initiator's port name");
    words.end();
    SrpPortIdentifier srp = SrpPortIdentifier.parse(name);
    try {
      if (srp == null ? server.logOut(WorldWideName.parse(name)) : server.logOut(srp)) {
        return "";
      }
    } catch (IllegalArgumentException none) {
      throw new ConfigurationException(String.valueOf(none.getMessage()));
    }
    throw new ConfigurationException("No initiator " + name + " is logged in.");
  }

  private static int option(Map<String, String> options, String name, int otherwise)
      throws ConfigurationException {
    String text = options.remove(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,4}")) {
      throw new ConfigurationException("\"" + name + "\" is a number up to 9999.");
    }
    return Integer.parseInt(text);
  }

  private String renegotiate(Words words) throws ConfigurationException {
    int tsih = (int) Math.min(Integer.MAX_VALUE, words.number("the session's TSIH"));
    words.end();
    if (!server.renegotiate(tsih)) {
      throw new ConfigurationException("There is no session of TSIH " + tsih + ".");
    }
    return "";
  }

  private String save(Words words) throws ConfigurationException, IOException {
    Path into = Path.of(words.has() ? words.next("the file") : server.config().file());
    words.end();
    ServeConfig running = server.config();
    ScstConf all = ConfigDifference.next(running, running.conf()).conf();
    SavedText.replace(into, ScstConfWriter.write(all));
    return "";
  }

  private String restore(Words words) throws ConfigurationException {
    Path from = Path.of(words.has() ? words.next("the file") : server.config().file());
    words.end();
    server.apply(ServeConfig.load(from).conf());
    return "";
  }

  @FunctionalInterface
  private interface Change {
    ScstConf of(ScstConf conf) throws ConfigurationException;
  }

  private synchronized void change(Change change) throws ConfigurationException {
    server.apply(change.of(server.config().conf()));
  }
}
