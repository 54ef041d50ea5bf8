// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.spc.reservation.ReservedDisk.CONFLICT;
import static org.quintain.spc.reservation.ReservedDisk.RESERVE;
import static org.quintain.spc.reservation.ReservedDisk.check;
import static org.quintain.spc.reservation.ReservedDisk.out;
import static org.quintain.spc.reservation.ReservedDisk.register;
import static org.quintain.spc.reservation.ReservedDisk.reservation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.device.CommandDefinition;
import org.quintain.testing.Client;

/** Every command of the table × type × what the nexus is, against tables of the test's own. */
final class ConflictOracleTest {
  private final ConflictOracle oracle = new ConflictOracle();

  /** The forms of a command that the tables tell apart, each as its CDB. */
  private static Map<String, byte[]> forms(CommandDefinition row) {
    byte[] cdb = new byte[row.cdbBytes()];
    cdb[0] = (byte) row.operationCode();
    Map<String, byte[]> forms = new LinkedHashMap<>();
    String name = String.format("%02X", row.operationCode());
    if (row.isVariableLength()) {
      cdb[7] = (byte) (row.cdbBytes() - 8);
      cdb[8] = (byte) (row.serviceAction() >> 8);
      cdb[9] = (byte) row.serviceAction();
      forms.put(name + String.format("/%04X", row.serviceAction()), cdb);
    } else if (row.hasServiceAction()) {
      cdb[1] = (byte) row.serviceAction();
      forms.put(name + String.format("/%02X", row.serviceAction()), cdb);
    } else if (row.operationCode() == 0x1B) {
      forms.put("1B:stop", cdb);
      byte[] start = cdb.clone();
      start[4] = 1;
      forms.put("1B:start", start);
      byte[] powerCondition = cdb.clone();
      powerCondition[4] = 0x11;
      forms.put("1B:stop ", powerCondition);
    } else if (row.operationCode() == 0x1E) {
      forms.put("1E:allow", cdb);
      byte[] prevent = cdb.clone();
      prevent[4] = 1;
      forms.put("1E:prevent", prevent);
    } else {
      forms.put(name, cdb);
    }
    return forms;
  }

  private static Map<String, byte[]> allForms(ReservedDisk disk) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (CommandDefinition row : disk.unit().deviceServer().commands().rows()) {
      all.putAll(forms(row));
    }
    return all;
  }

  @Test
  void knowsEveryCommandOfTheTable() {
    List<String> unknown = new ArrayList<>();
    for (String command : allForms(new ReservedDisk()).keySet()) {
      boolean isKnown = oracle.row(command.strip()) != null || command.matches("16|17|56|57|5F/.*");
      if (!isKnown) {
        unknown.add(command);
      }
    }
    assertThat(unknown).as("commands that ConflictOracle has no row for").isEmpty();
  }

  private void compare(ReservedDisk disk, Client client, int type, boolean isRegistered) {
    List<String> wrong = new ArrayList<>();
    allForms(disk)
        .forEach(
            (command, cdb) -> {
              boolean isConflict = client.none(cdb).status() == CONFLICT;
              if (isConflict != oracle.isConflict(command.strip(), type, isRegistered)) {
                wrong.add(command + (isConflict ? " conflicts" : " is allowed"));
              }
            });
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 6, 7, 8})
  void letsUnregisteredNexusesDoWhatTheStandardsSay(int type) {
    ReservedDisk disk = new ReservedDisk();
    Client holder = disk.client("a");
    Client other = disk.client("b");
    register(holder, 0xA1);
    check(out(holder, RESERVE, type, 0xA1, 0));
    compare(disk, other, type, false);
    assertThat(reservation(holder)).endsWith("type " + type);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 6})
  void letsRegistrantsDoWhatTheStandardsSay(int type) {
    ReservedDisk disk = new ReservedDisk();
    Client holder = disk.client("a");
    Client other = disk.client("b");
    register(holder, 0xA1);
    register(other, 0xB1);
    check(out(holder, RESERVE, type, 0xA1, 0));
    compare(disk, other, type, true);
    assertThat(reservation(holder)).endsWith("type " + type);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 6, 7, 8})
  void letsHoldersDoEverything(int type) {
    ReservedDisk disk = new ReservedDisk();
    Client holder = disk.client("a");
    Client another = disk.client("b");
    register(holder, 0xA1);
    register(another, 0xB1);
    check(out(holder, RESERVE, type, 0xA1, 0));
    Client asked = type >= 7 ? another : holder;
    allForms(disk)
        .forEach(
            (command, cdb) ->
                assertThat(asked.none(cdb).status()).as(command).isNotEqualTo(CONFLICT));
  }

  @Test
  void keepsOthersOutUnderReserveAsTheStandardSays() {
    ReservedDisk disk = new ReservedDisk();
    Client holder = disk.client("a");
    Client other = disk.client("b");
    List<String> wrong = new ArrayList<>();
    allForms(disk)
        .forEach(
            (command, cdb) -> {
              check(holder.none(Client.cdb(0x16, 0, 0, 0, 0, 0)));
              Boolean expected = oracle.isConflictUnderReserve(command.strip());
              boolean isConflict = other.none(cdb).status() == CONFLICT;
              if (expected != null && isConflict != expected) {
                wrong.add(command + (isConflict ? " conflicts" : " is allowed"));
              }
            });
    assertThat(wrong).isEmpty();
  }
}
