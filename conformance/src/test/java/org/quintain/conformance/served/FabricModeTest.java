// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.served;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quintain.conformance.served.ServedFabricProvider.Served;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ServiceResponse;

/** End nodes in a fabric, and a forwarder that forgets them or falls silent (FC-BB-6 7.9.5). */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FabricModeTest {
  private static final long TIMEOUT_NS = 90_000_000_000L;

  /** A silent forwarder is missed after two and a half of them. */
  private static final int KEEP_ALIVE_MS = 1_000;

  private Served served;

  @BeforeEach
  void open() throws Exception {
    open(0);
  }

  private void open(int vlan) throws Exception {
    FabricOptions options = new FabricOptions(1, List.of(), new TreeMap<>());
    Path file = ServedFabricProvider.newFile();
    served = ServedFabricProvider.inFabric(file, options, vlan, KEEP_ALIVE_MS);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private boolean await(BooleanSupplier condition) {
    return served.world().awaitUntil(condition, TIMEOUT_NS);
  }

  /**
   * READ CAPACITY(10) until it is GOOD, by a port that is connected anew where it was lost; nothing
   * but that and unit attentions may come before.
   */
  private void work() throws FabricException {
    long deadline = System.nanoTime() + TIMEOUT_NS;
    InitiatorPort port = served.connect("worker");
    ExecuteCommand command = readCapacity();
    while (true) {
      assertThat(port.execute(command, TIMEOUT_NS)).isTrue();
      if (command.serviceResponse() == ServiceResponse.COMMAND_COMPLETE) {
        if (command.status() == 0) {
          return;
        }
        assertThat(command.status()).isEqualTo(2);
        assertThat(command.sense()[2] & 15).as("sense key").isEqualTo(6);
      }
      assertThat(System.nanoTime() - deadline).isNegative();
      if (!port.isConnected()) {
        port = served.connect("worker");
      }
      command = readCapacity();
    }
  }

  private ExecuteCommand readCapacity() {
    return new ExecuteCommand()
        .cdb(new byte[] {0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 10)
        .lun(served.lun())
        .dataIn(ByteBuffer.allocate(8), 8);
  }

  private boolean isOnline() {
    try {
      return served.server().status().fcTargets().stream()
          .allMatch(each -> each.state().equals("online"));
    } catch (ConfigurationException stuck) {
      return false;
    }
  }

  private TestForwarder forwarder() {
    TestForwarder present = served.forwarder();
    assertThat(present).isNotNull();
    return present;
  }

  @Test
  void logsInAnewAfterItsVirtualLinksWereCleared() throws Exception {
    work();
    assertThat(await(() -> forwarder().nodeKeepAlives() > 0)).isTrue();

    forwarder().clear(true);
    work();
    forwarder().clear(false);
    work();

    assertThat(await(this::isOnline)).isTrue();
  }

  @Test
  void looksForAnotherWayWhenTheForwarderIsSilent() throws Exception {
    work();
    assertThat(await(this::isOnline)).isTrue();

    forwarder().silent(true);
    assertThat(await(() -> !isOnline())).isTrue();
    forwarder().silent(false);

    assertThat(await(this::isOnline)).isTrue();
    work();
  }

  /** FC-BB-6 7.9.2: both ends are told, and all of theirs travels with the tag. */
  @Test
  void joinsAFabricInTheVlanThatItIsTold() throws Exception {
    served.close();
    open(1_002);
    work();
    assertThat(await(this::isOnline)).isTrue();
    int before = forwarder().framesOutside();

    work();

    assertThat(forwarder().framesOutside()).isEqualTo(before);
    assertThat(served.server().status().fcTargets())
        .allSatisfy(each -> assertThat(each.link()).endsWith(".1002"));
  }
}
