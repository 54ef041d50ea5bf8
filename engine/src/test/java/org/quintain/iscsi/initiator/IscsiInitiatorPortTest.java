// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.reactor.Reactor;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.wire.StreamEndpoint;

final class IscsiInitiatorPortTest {
  private static final InitiatorOptions OPTIONS = ScriptedTarget.options();

  private final SteppedWorld world = new SteppedWorld();

  @Test
  void portsThatCannotBeReachedSayWhy() {
    StreamDialler dialler =
        (host, port, endpoint) ->
            world.post(
                nowNs -> endpoint.onDisconnected(nowNs, "nobody listens at " + host + ":" + port));
    assertThatThrownBy(() -> IscsiInitiatorPort.open(world, dialler, "array", 3260, OPTIONS))
        .isInstanceOf(FabricException.class)
        .hasMessage(
            "No login to iqn.2026-11.org.quintain:disk0 at array:3260: the connection was lost: nobody listens at"
                + " array:3260.");
  }

  @Test
  void silentPortalsTimeOut() {
    StreamDialler dialler = (host, port, endpoint) -> {};
    assertThatThrownBy(() -> IscsiInitiatorPort.open(world, dialler, "array", 3260, OPTIONS))
        .hasMessageContaining("nothing was heard in time");
  }

  @Test
  void redirectionsAreFollowed() {
    List<String> dialled = new ArrayList<>();
    StreamDialler dialler =
        (host, port, endpoint) -> {
          dialled.add(host + ":" + port);
          world.post(
              nowNs ->
                  new Peer(endpoint, dialled.size() == 1 ? "10.0.0.2:3299,1" : "").start(nowNs));
        };
    assertThatThrownBy(() -> IscsiInitiatorPort.open(world, dialler, "array", 3260, OPTIONS))
        .hasMessageContaining("10.0.0.2:3299")
        .hasMessageContaining("it is not there");
    assertThat(dialled).containsExactly("array:3260", "10.0.0.2:3299");
  }

  @Test
  void commandsOfAnEndedPortEndOnTheReactor() throws FabricException {
    ScriptedPort scripted = new ScriptedPort();
    IscsiInitiatorPort port = scripted.open();
    assertThat(port.isConnected()).isTrue();
    assertThat(port.commandsMax()).isEqualTo(128);
    ExecuteCommand command = ScriptedTarget.testUnitReady();
    port.submit(command);
    assertThat(command.isDone()).isFalse();
    world.post(nowNs -> port.session().connection().onEndOfStream(nowNs));
    assertThat(world.awaitUntil(command::isDone, 1_000)).isTrue();
    assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    assertThat(port.isConnected()).isFalse();
    assertThat(port.disconnectReason()).isEqualTo("the target closed the connection");
    ExecuteCommand late = ScriptedTarget.testUnitReady();
    assertThat(port.execute(late, 1_000)).isTrue();
    assertThat(late.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    ManageTask function = new ManageTask(TaskManagementFunction.LOGICAL_UNIT_RESET, 0, 0);
    assertThat(port.execute(function, 1_000)).isTrue();
    port.close();
    assertThat(world.wakes).isPositive();
  }

  @Test
  void listenersThatSubmitAgainAtOnceDoNotGoEverDeeper() throws FabricException {
    ScriptedPort scripted = new ScriptedPort();
    IscsiInitiatorPort port = scripted.open();
    int[] ends = new int[1];
    ExecuteCommand command = ScriptedTarget.testUnitReady();
    command.listener(
        (nowNs, ended) -> {
          if (++ends[0] < 100_000) {
            port.submit(ended);
          }
        });
    port.submit(command);
    world.post(nowNs -> port.session().connection().onEndOfStream(nowNs));
    world.awaitUntil(() -> ends[0] == 100_000, 1_000);
    assertThat(ends[0]).isEqualTo(100_000);
  }

  @Test
  void closeEndsANexusThatDoesNotAnswer() throws FabricException {
    ScriptedPort scripted = new ScriptedPort();
    IscsiInitiatorPort port = scripted.open();
    port.close();
    assertThat(port.isConnected()).isFalse();
    assertThat(port.disconnectReason()).isEqualTo("logged out");
  }

  /** A port whose login is answered by a scripted target's rules. */
  private final class ScriptedPort {
    IscsiInitiatorPort open() throws FabricException {
      StreamDialler dialler =
          (host, port, endpoint) -> world.post(nowNs -> new Peer(endpoint, "accept").start(nowNs));
      return IscsiInitiatorPort.open(world, dialler, "array", 3260, OPTIONS);
    }
  }

  /** Answers a login: agrees, redirects, or knows no such target. */
  private static final class Peer {
    private final ScriptedTarget codec = new ScriptedTarget(OPTIONS);
    private final StreamEndpoint endpoint;
    private final String what;

    Peer(StreamEndpoint endpoint, String what) {
      this.endpoint = endpoint;
      this.what = what;
    }

    void start(long nowNs) {
      endpoint.onConnected(nowNs, codec);
      TextKeyList none = new TextKeyList();
      if (what.equals("accept")) {
        send(nowNs, codec.login(0x81, none, 0));
        send(nowNs, codec.login(0x87, none, 4));
      } else if (what.isEmpty()) {
        send(nowNs, codec.login(0, none, 0).putInt(36, 0x0203_0000));
      } else {
        send(
            nowNs,
            codec
                .login(0, new TextKeyList().add("TargetAddress", what), 0)
                .putInt(36, 0x0101_0000));
      }
    }

    private void send(long nowNs, TestPdu pdu) {
      byte[] bytes = pdu.encode(false, false);
      endpoint.receiveSpace().put(bytes);
      endpoint.onReceived(nowNs, bytes.length);
    }
  }

  /** A world of one thread that is never on its reactor except within a task. */
  private static final class SteppedWorld implements World, Reactor {
    private final ArrayDeque<ReactorTask> mailbox = new ArrayDeque<>();
    private long nowNs = 1;
    private boolean current;
    int wakes;

    @Override
    public long nowNs() {
      return nowNs;
    }

    @Override
    public Reactor reactor() {
      return this;
    }

    @Override
    public boolean awaitUntil(BooleanSupplier condition, long timeoutNs) {
      while (!condition.getAsBoolean()) {
        ReactorTask task = mailbox.poll();
        if (task == null) {
          nowNs += timeoutNs;
          return condition.getAsBoolean();
        }
        current = true;
        task.run(++nowNs);
        current = false;
      }
      return true;
    }

    @Override
    public void wake() {
      wakes++;
    }

    @Override
    public int index() {
      return 0;
    }

    @Override
    public boolean isCurrent() {
      return current;
    }

    @Override
    public void post(ReactorTask task) {
      mailbox.add(task);
    }

    @Override
    public void callAt(long deadlineNs, ReactorTask task) {
      mailbox.add(task);
    }
  }
}
