// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.config.ScstConf.Statement;
import org.quintain.iscsi.initiator.PortalAddress;

/** Reads which iSNS server targets are registered with, with iscsi-scst's attribute names. */
final class NameServerReader {
  private static final String SERVER = "iSNSServer";
  private static final String ENTITY = "isns_entity_name";
  private static final String ACCESS_CONTROL = "isns_access_control";
  private static final String PERIOD = "isns_registration_period";
  private static final String INQUIRIES = "isns_esi_interval";
  private static final String ACCESS_CONTROL_WORD = "AccessControl";
  private static final int DEFAULT_PORT = 3205;
  private static final int ENTITY_CHARACTERS_MAX = 255;
  private static final int PERIOD_SECONDS = 300;

  private NameServerReader() {}

  /** Adds the attributes that {@link #read} reads. */
  static AttributeTable withAll(AttributeTable table) {
    return table.obeys(SERVER, ENTITY, ACCESS_CONTROL, PERIOD, INQUIRIES);
  }

  /** The name server, or null for none. */
  static @Nullable NameServerConfig read(Attributes values) throws ConfigurationException {
    List<Statement> servers = values.all(SERVER);
    String entity = values.text(ENTITY, "", ENTITY_CHARACTERS_MAX);
    boolean isControlled = values.flag(ACCESS_CONTROL, false);
    int period = values.number(PERIOD, PERIOD_SECONDS, 15, 86_400);
    int inquiries = values.number(INQUIRIES, 0, 0, 86_400);
    if (servers.isEmpty() || servers.get(0).value().isEmpty()) {
      return null;
    }
    Statement server = servers.get(0);
    List<String> words = List.of(server.value().strip().split("[ \t]+"));
    boolean isSaid = words.size() == 2 && words.get(1).equals(ACCESS_CONTROL_WORD);
    PortalAddress address = words.size() == 1 || isSaid ? parse(words.get(0)) : null;
    if (address == null) {
      throw values.notAllowed(
          server, "a host, with :port where that is not 3205, and perhaps \"AccessControl\"");
    }
    return new NameServerConfig(
        address.host(), address.port(), isControlled || isSaid, entity, period, inquiries);
  }

  private static @Nullable PortalAddress parse(String text) {
    boolean isPortGiven = text.lastIndexOf(':') > text.lastIndexOf(']') && text.indexOf(':') >= 0;
    boolean isBareV6 = !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
    String whole = isBareV6 ? "[" + text + "]" : text;
    return PortalAddress.parse(isPortGiven && !isBareV6 ? whole : whole + ":" + DEFAULT_PORT);
  }
}
