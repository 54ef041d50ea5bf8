// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.iscsi.initiator.DiscoveredTarget;
import org.quintain.iscsi.initiator.InitiatorOptions;
import org.quintain.iscsi.initiator.IscsiInitiatorPort;
import org.quintain.iscsi.negotiation.IscsiKey;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.testing.Disk;

/** Both ends of iSCSI against each other, from Execute Command to the blocks and back. */
final class IscsiPairTest {
  private static final int BLOCKS = 4096;
  private static final long SECOND_NS = IscsiPair.SECOND_NS;

  @Property(seed = "3771049609", tries = 40)
  void whatIsWrittenIsReadWhateverIsNegotiatedAndHoweverTheStreamIsCut(@ForAll long seed)
      throws FabricException {
    Random random = new Random(seed);
    IscsiPair pair = new IscsiPair(seed, BLOCKS, draw(random, KeyPreferences.ofTarget()));
    IscsiInitiatorPort port = pair.login(1, draw(random, KeyPreferences.ofInitiator()));
    byte[] model = new byte[BLOCKS * IscsiPair.BLOCK_BYTES];
    for (int round = 0; round < 4; round++) {
      List<ExecuteCommand> commands = new ArrayList<>();
      List<Integer> places = new ArrayList<>();
      int slots = 1 + random.nextInt(24);
      int width = BLOCKS / slots;
      for (int slot = 0; slot < slots; slot++) {
        int blocks = 1 + random.nextInt(Math.min(width, random.nextInt(8) == 0 ? 2048 : 40));
        int block = slot * width + random.nextInt(width - blocks + 1);
        ExecuteCommand command = IscsiPair.read(block, blocks);
        if (random.nextBoolean()) {
          byte[] data = new byte[blocks * IscsiPair.BLOCK_BYTES];
          random.nextBytes(data);
          System.arraycopy(data, 0, model, block * IscsiPair.BLOCK_BYTES, data.length);
          command = IscsiPair.write(block, data);
        }
        commands.add(command);
        places.add(block * IscsiPair.BLOCK_BYTES);
        port.submit(command);
      }
      assertThat(
              pair.world.awaitUntil(
                  () -> commands.stream().allMatch(ExecuteCommand::isDone), 100 * SECOND_NS))
          .isTrue();
      for (int index = 0; index < commands.size(); index++) {
        ExecuteCommand command = commands.get(index);
        assertThat(command.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
        assertThat(command.status()).isZero();
        assertThat(command.residual()).isZero();
        if (command.dataInLength() > 0) {
          int at = places.get(index);
          byte[] expected = Arrays.copyOfRange(model, at, at + command.dataInLength());
          assertThat(Arrays.equals(IscsiPair.dataOf(command), expected)).isTrue();
        }
      }
    }
    assertThat(port.session().counters().statSnGaps()).isZero();
    assertThat(port.session().counters().expDataSnMismatches()).isZero();
    assertThat(port.session().counters().unknownTags()).isZero();
    port.close();
    pair.world.settle();
    assertThat(port.disconnectReason()).isEqualTo("logged out");
    assertThat(pair.pipes).allMatch(StreamPipe::isGone);
  }

  @Property(seed = "3443242996", tries = 60)
  void everythingEndsWhenTheStreamIsCutAtAnyMoment(@ForAll long seed) throws FabricException {
    Random random = new Random(seed);
    IscsiPair pair = new IscsiPair(seed, BLOCKS, draw(random, KeyPreferences.ofTarget()));
    IscsiInitiatorPort port = pair.login(1, draw(random, KeyPreferences.ofInitiator()));
    List<ExecuteCommand> commands = new ArrayList<>();
    for (int index = 0; index < 30; index++) {
      ExecuteCommand command =
          random.nextBoolean()
              ? IscsiPair.read(index, 1 + random.nextInt(300))
              : IscsiPair.write(index, new byte[IscsiPair.BLOCK_BYTES * (1 + random.nextInt(300))]);
      commands.add(command);
      port.submit(command);
    }
    ManageTask reset = new ManageTask(TaskManagementFunction.LOGICAL_UNIT_RESET, 0, 0);
    if (random.nextBoolean()) {
      port.submit(reset);
    }
    for (int steps = random.nextInt(40); steps > 0; steps--) {
      pair.world.step();
    }
    pair.pipes.get(0).cut();
    pair.world.settle();
    assertThat(commands).allMatch(ExecuteCommand::isDone);
    IscsiInitiatorPort again = pair.login(1, KeyPreferences.ofInitiator());
    ExecuteCommand command = IscsiPair.read(0, 8);
    assertThat(again.execute(command, SECOND_NS)).isTrue();
    assertThat(command.status()).isZero();
  }

  @Test
  void aSecondLoginUnderTheSameIsidReinstatesTheSession() throws FabricException {
    IscsiPair pair = new IscsiPair(5, BLOCKS, KeyPreferences.ofTarget());
    IscsiInitiatorPort first = pair.login(9, KeyPreferences.ofInitiator());
    IscsiInitiatorPort other = pair.login(10, KeyPreferences.ofInitiator());
    IscsiInitiatorPort second = pair.login(9, KeyPreferences.ofInitiator());
    pair.world.awaitUntil(() -> !first.isConnected(), SECOND_NS);
    assertThat(first.isConnected()).isFalse();
    assertThat(other.isConnected() && second.isConnected()).isTrue();
    ExecuteCommand command = IscsiPair.testUnitReady();
    assertThat(second.execute(command, SECOND_NS)).isTrue();
    assertThat(command.status()).isZero();
  }

  @Test
  void discoveryNamesTheTargetWithItsPortal() throws FabricException {
    IscsiPair pair = new IscsiPair(6, BLOCKS, KeyPreferences.ofTarget());
    assertThat(pair.discover())
        .containsExactly(new DiscoveredTarget(Disk.TARGET, List.of("127.0.0.1:3260,1")));
  }

  @Test
  void unknownTargetsAndMissingDigestsAreRefusedInOneSentence() {
    IscsiPair pair =
        new IscsiPair(7, BLOCKS, KeyPreferences.ofTarget().with(IscsiKey.HEADER_DIGEST, "None"));
    InitiatorOptions nowhere =
        InitiatorOptions.normal(IscsiPair.CLIENT, "iqn.2026-11.org.quintain:nowhere", 1);
    assertThatThrownBy(() -> IscsiInitiatorPort.open(pair.world, pair, "pipe", 3260, nowhere))
        .hasMessage(
            "No login to iqn.2026-11.org.quintain:nowhere at pipe:3260: the target refused the login: it is not"
                + " there (status 0x0203).");
    KeyPreferences strict = KeyPreferences.ofInitiator().with(IscsiKey.HEADER_DIGEST, "CRC32C");
    assertThatThrownBy(() -> pair.login(1, strict))
        .hasMessageContaining("HeaderDigest=CRC32C was answered with \"Reject\"");
  }

  @Test
  void idleSessionsPingEachOtherAndStay() throws FabricException {
    IscsiPair pair = new IscsiPair(8, BLOCKS, KeyPreferences.ofTarget());
    InitiatorOptions options =
        pair.options(1, KeyPreferences.ofInitiator()).withPing(10 * SECOND_NS, 10 * SECOND_NS);
    IscsiInitiatorPort port = IscsiInitiatorPort.open(pair.world, pair, "pipe", 3260, options);
    pair.world.awaitUntil(() -> !port.isConnected(), 300 * SECOND_NS);
    assertThat(port.isConnected()).isTrue();
    assertThat(pair.world.nowNs()).isGreaterThan(200 * SECOND_NS);
  }

  @Test
  void functionsAreAnsweredAndEndWhatTheyEnd() throws FabricException {
    IscsiPair pair = new IscsiPair(9, BLOCKS, KeyPreferences.ofTarget());
    IscsiInitiatorPort port = pair.login(1, KeyPreferences.ofInitiator());
    List<ExecuteCommand> commands = new ArrayList<>();
    for (int index = 0; index < 20; index++) {
      commands.add(IscsiPair.write(index * 100, new byte[IscsiPair.BLOCK_BYTES * 100]));
      port.submit(commands.get(index));
    }
    ManageTask function = new ManageTask(TaskManagementFunction.ABORT_TASK_SET, 0, 0);
    assertThat(port.execute(function, SECOND_NS)).isTrue();
    assertThat(function.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(
            pair.world.awaitUntil(
                () -> commands.stream().allMatch(ExecuteCommand::isDone), SECOND_NS))
        .isTrue();
    ManageTask nowhere =
        new ManageTask(TaskManagementFunction.LOGICAL_UNIT_RESET, 0x0005_0000_0000_0000L, 0);
    assertThat(port.execute(nowhere, SECOND_NS)).isTrue();
    assertThat(nowhere.response()).isEqualTo(FunctionResponse.INCORRECT_LOGICAL_UNIT_NUMBER);
    ExecuteCommand after = IscsiPair.testUnitReady();
    assertThat(port.execute(after, SECOND_NS)).isTrue();
    assertThat(after.status()).isZero();
  }

  private static KeyPreferences draw(Random random, KeyPreferences base) {
    String[] digests = {"None", "CRC32C,None", "None,CRC32C"};
    return base.with(IscsiKey.HEADER_DIGEST, digests[random.nextInt(3)])
        .with(IscsiKey.DATA_DIGEST, digests[random.nextInt(3)])
        .with(IscsiKey.INITIAL_R2T, random.nextBoolean() ? "Yes" : "No")
        .with(IscsiKey.IMMEDIATE_DATA, random.nextBoolean() ? "Yes" : "No")
        .with(IscsiKey.MAX_BURST_LENGTH, Integer.toString(512 << random.nextInt(12)))
        .with(IscsiKey.FIRST_BURST_LENGTH, Integer.toString(512 << random.nextInt(10)))
        .with(
            IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, Integer.toString(512 + random.nextInt(100_000)))
        .with(IscsiKey.MAX_OUTSTANDING_R2T, Integer.toString(1 + random.nextInt(8)));
  }
}
