// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.ManageTask;
import org.quintain.iscsi.initiator.InitiatorOptions;
import org.quintain.iscsi.initiator.IscsiInitiatorPort;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.target.IscsiTarget;
import org.quintain.iscsi.target.IscsiTargetNode;
import org.quintain.iscsi.target.IscsiTargetPortal;
import org.quintain.iscsi.target.IscsiTargetSettings;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Disk;
import org.quintain.testing.TestWorld;
import org.quintain.wire.StreamEndpoint;

/**
 * Our initiator against a target whose PDUs are mutated and made up, in whatever its session is at:
 * nothing throws, each command and function ends exactly once, and everything is given back. How
 * many sessions and by which seed may be told by system properties.
 */
final class MutatedTargetTest {
  private static final long SEED = Long.getLong("quintain.fuzz.seed", 1);
  private static final int SESSIONS = Integer.getInteger("quintain.fuzz.sessions", 640);
  private static final int ACTIONS = 16;
  private static final long SECOND_NS = IscsiPair.SECOND_NS;

  /** What a session is at when a PDU is made up. */
  private enum Situation {
    LOGIN,
    IDLE,
    COMMANDS,
    FUNCTION,
    TEXT,
    LOGGING_OUT,
    RECOVERING,
    ENDED
  }

  private final Disk disk = Disk.inMemory(IscsiPair.BLOCK_BYTES, 4096);
  private final TestWorld world = disk.world();
  private final IscsiTargetNode node =
      new IscsiTargetNode(
          world.reactor(), IscsiTargetSettings.DEFAULTS.withDirectMemory(false).withNop(0, 0));
  private final IscsiTargetPortal portal = new IscsiTargetPortal(node);
  private final TreeMap<String, Integer> cells = new TreeMap<>();

  private MutatedTargetTest() {
    KeyPreferences preferences =
        KeyPreferences.ofTarget()
            .with(IscsiKey.MAX_CONNECTIONS, "2")
            .with(IscsiKey.ERROR_RECOVERY_LEVEL, "2")
            .with(IscsiKey.MAX_OUTSTANDING_R2T, "4")
            .with(IscsiKey.DEFAULT_TIME2WAIT, "0");
    node.put(IscsiTarget.of(Disk.TARGET, disk.port()).withPreferences(preferences));
  }

  @Test
  void mutatedTargetsNeverBreakTheInitiator() throws FabricException {
    IscsiInitiatorPort healthy =
        IscsiInitiatorPort.open(
            world,
            (host, port, endpoint) -> join(endpoint, accept(), 1),
            "pipe",
            3260,
            options(new Random(SEED), "healthy", 0, 0)
                .withPreferences(KeyPreferences.ofInitiator())
                .withPing(0, 0));
    world.awaitUntil(() -> false, SECOND_NS);
    for (int number = 0; number < 4; number++) {
      verify(healthy, number);
    }
    long memoryBytes = node.connectionMemoryBytes();
    for (int number = 1; number <= SESSIONS; number++) {
      try {
        Situation[] all = Situation.values();
        int[] opcodes = MutatingEndpoint.OPCODES;
        new Run(number)
            .run(all[number % all.length], opcodes[number / all.length % opcodes.length]);
        verify(healthy, number);
        assertThat(node.connectionCount()).isEqualTo(healthy.session().connectionCount());
        assertThat(node.sessions()).hasSize(1);
        assertThat(node.connectionMemoryBytes()).isEqualTo(memoryBytes);
        disk.device().checkIdle();
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(
            "session " + number + " of seed " + SEED + ": " + failure.getMessage(), failure);
      }
    }
    System.out.println("mutated targets, seed " + SEED + ": " + cells);
    for (Situation situation : Situation.values()) {
      for (int opcode : MutatingEndpoint.OPCODES) {
        assertThat(cells).containsKey(cell(situation, opcode));
      }
    }
  }

  private static String cell(Situation situation, int opcode) {
    return situation + " " + Integer.toHexString(opcode);
  }

  private StreamEndpoint accept() {
    StreamEndpoint endpoint = portal.newConnection();
    assertThat(endpoint).isNotNull();
    return endpoint;
  }

  private StreamPipe join(StreamEndpoint client, StreamEndpoint server, long seed) {
    StreamPipe pipe = new StreamPipe(world.reactor(), client, server, seed);
    pipe.open();
    return pipe;
  }

  private static InitiatorOptions options(
      Random random, String name, long isid, int errorRecoveryLevel) {
    String digest = random.nextInt(3) == 0 ? "CRC32C" : "None";
    KeyPreferences offers =
        KeyPreferences.ofInitiator()
            .with(IscsiKey.HEADER_DIGEST, digest)
            .with(IscsiKey.DATA_DIGEST, random.nextInt(3) == 0 ? "CRC32C" : digest)
            .with(IscsiKey.INITIAL_R2T, random.nextBoolean() ? "Yes" : "No")
            .with(IscsiKey.IMMEDIATE_DATA, random.nextBoolean() ? "Yes" : "No")
            .with(IscsiKey.MAX_OUTSTANDING_R2T, "3")
            .with(IscsiKey.FIRST_BURST_LENGTH, "1024")
            .with(IscsiKey.MAX_BURST_LENGTH, Integer.toString(1024 << random.nextInt(6)))
            .with(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, Integer.toString(512 << random.nextInt(7)))
            .with(IscsiKey.DEFAULT_TIME2RETAIN, "3")
            .with(IscsiKey.ERROR_RECOVERY_LEVEL, Integer.toString(errorRecoveryLevel))
            .with(IscsiKey.MAX_CONNECTIONS, Integer.toString(1 + random.nextInt(2)));
    return InitiatorOptions.normal("iqn.2026-11.org.quintain:" + name, Disk.TARGET, isid)
        .withPreferences(offers)
        .withLogin(random.nextInt(), random.nextBoolean())
        .withCommandsMax(1 + random.nextInt(12))
        .withPing(5 * SECOND_NS, 5 * SECOND_NS);
  }

  private void verify(IscsiInitiatorPort healthy, int number) {
    assertThat(healthy.isConnected()).isTrue();
    byte[] data = new byte[IscsiPair.BLOCK_BYTES];
    Arrays.fill(data, (byte) number);
    ExecuteCommand write = good(healthy, () -> IscsiPair.write(4000, data));
    assertThat(write.status()).isZero();
    ExecuteCommand read = good(healthy, () -> IscsiPair.read(4000, 1));
    assertThat(IscsiPair.dataOf(read)).isEqualTo(data);
  }

  /** Resets by others are told once as a unit attention. */
  private ExecuteCommand good(
      IscsiInitiatorPort healthy, java.util.function.Supplier<ExecuteCommand> made) {
    ExecuteCommand command = made.get();
    for (int attempt = 0; attempt < 8; attempt++) {
      command = made.get();
      assertThat(healthy.execute(command, 100 * SECOND_NS)).isTrue();
      if (command.status() == 0) {
        break;
      }
    }
    return command;
  }

  /** One session that is fuzzed. */
  private final class Run {
    private final Random random;
    private final long isid;
    private final List<MutatingEndpoint> servers = new ArrayList<>();
    private final List<StreamPipe> pipes = new ArrayList<>();
    private final List<ExecuteCommand> commands = new ArrayList<>();
    private final List<ManageTask> functions = new ArrayList<>();
    private int ends;
    private boolean isTextOpen;
    private IscsiInitiatorPort port;

    Run(long number) {
      random = new Random(SEED * 1_000_003 + number);
      isid = number;
    }

    private Situation situation() {
      return switch (port.session().state()) {
        case CONNECTING -> Situation.LOGIN;
        case LOGGING_OUT -> Situation.LOGGING_OUT;
        case FAILED -> Situation.RECOVERING;
        case ENDED -> Situation.ENDED;
        case LOGGED_IN -> {
          if (isTextOpen) {
            yield Situation.TEXT;
          }
          boolean isManaging = functions.stream().anyMatch(each -> !each.isDone());
          boolean isBusy = commands.stream().anyMatch(each -> !each.isDone());
          yield isManaging ? Situation.FUNCTION : isBusy ? Situation.COMMANDS : Situation.IDLE;
        }
      };
    }

    private void dial(StreamEndpoint client) {
      MutatingEndpoint server =
          new MutatingEndpoint(
              accept(), random, opcode -> cells.merge(cell(situation(), opcode), 1, Integer::sum));
      servers.add(server);
      pipes.add(join(client, server, random.nextLong()));
    }

    void run(Situation wanted, int opcode) throws FabricException {
      int level = wanted == Situation.RECOVERING ? 2 : random.nextInt(3);
      port =
          IscsiInitiatorPort.begin(
              world,
              (host, number, endpoint) -> dial(endpoint),
              "pipe",
              3260,
              options(random, "fuzzed", isid, level));
      reach(wanted);
      servers.get(servers.size() - 1).insert(opcode);
      boolean mutates = random.nextInt(4) != 0;
      for (int action = 0; action < ACTIONS; action++) {
        if (mutates) {
          servers.forEach(each -> each.mutate(3 + random.nextInt(20)));
        }
        act();
        steps(random.nextInt(4) == 0 ? random.nextInt(30) : random.nextInt(3));
      }
      world.awaitUntil(() -> false, random.nextInt(4) * SECOND_NS);
      port.session().abort(world.nowNs(), "the test is over");
      pipes.forEach(StreamPipe::cut);
      // Commands of lost connections are kept for three seconds at error recovery level 2.
      world.awaitUntil(() -> false, 10 * SECOND_NS);
      assertThat(commands).allMatch(ExecuteCommand::isDone);
      assertThat(functions).allMatch(ManageTask::isDone);
      assertThat(ends).isEqualTo(commands.size());
      assertThat(port.session().commandsUnderWay()).isZero();
      assertThat(port.isConnected()).isFalse();
    }

    /** Goes where {@code wanted} says, by a target that does nothing wrong yet. */
    private void reach(Situation wanted) {
      boolean isOpened =
          world.awaitUntil(
              () -> wanted == Situation.LOGIN ? !servers.isEmpty() : port.isConnected(), SECOND_NS);
      assertThat(isOpened).isTrue();
      if (wanted == Situation.LOGIN) {
        return;
      }
      world.awaitUntil(() -> false, SECOND_NS);
      switch (wanted) {
        case LOGIN, IDLE -> {}
        case COMMANDS -> submit();
        case FUNCTION -> manage();
        case TEXT -> requestText();
        case LOGGING_OUT -> port.session().logOut(world.nowNs());
        case RECOVERING -> {
          submit();
          pipes.forEach(StreamPipe::cut);
          world.awaitUntil(() -> situation() == Situation.RECOVERING, SECOND_NS);
        }
        case ENDED -> port.session().abort(world.nowNs(), "before anything came");
      }
      assertThat(situation()).isEqualTo(wanted);
    }

    private void requestText() {
      isTextOpen = true;
      port.session()
          .requestText(
              world.nowNs(),
              new TextKeyList().add("X-com.example.k", "1"),
              (nowNs, keys, problem) -> isTextOpen = false);
    }

    private void steps(int count) {
      for (int step = 0; step < count && world.awaitUntil(() -> true, 0); step++) {
        world.awaitUntil(() -> false, 20_000);
      }
    }

    private void act() {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> submit();
        case 3 -> manage();
        case 4 -> requestText();
        case 5 -> {
          if (random.nextInt(5) == 0) {
            port.session().logOut(world.nowNs());
          }
        }
        case 6 -> {
          if (random.nextInt(4) == 0 && !pipes.isEmpty()) {
            pipes.get(random.nextInt(pipes.size())).cut();
          }
        }
        default -> insert();
      }
    }

    private void insert() {
      if (!servers.isEmpty() && random.nextInt(3) == 0) {
        int opcode = MutatingEndpoint.OPCODES[random.nextInt(MutatingEndpoint.OPCODES.length)];
        servers.get(random.nextInt(servers.size())).insert(opcode);
      }
    }

    private void submit() {
      int blocks = 1 + random.nextInt(40);
      int block = random.nextInt(3000);
      ExecuteCommand command =
          switch (random.nextInt(3)) {
            case 0 -> IscsiPair.testUnitReady();
            case 1 -> IscsiPair.read(block, blocks);
            default -> IscsiPair.write(block, new byte[blocks * IscsiPair.BLOCK_BYTES]);
          };
      command.listener((nowNs, ended) -> ends++);
      commands.add(command);
      port.submit(command);
    }

    private void manage() {
      TaskManagementFunction[] all = {
        TaskManagementFunction.ABORT_TASK,
        TaskManagementFunction.ABORT_TASK_SET,
        TaskManagementFunction.LOGICAL_UNIT_RESET,
        TaskManagementFunction.QUERY_TASK
      };
      long named = commands.isEmpty() ? 1 : commands.get(commands.size() - 1).identifier();
      ManageTask function = new ManageTask(all[random.nextInt(all.length)], 0, named);
      functions.add(function);
      port.submit(function);
    }
  }
}
