// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.SequenceEnd;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.fcp.initiator.InitiatorCounters.Counter;
import org.quintain.fcp.wire.FcpCommandIu;
import org.quintain.fcp.wire.FcpResponseIu;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ManageTask;
import org.quintain.initiator.ServiceResponse;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskManagementFunction;

/** The initiator end against a target that a test leads. */
final class InitiatorTest {
  private static final int BLOCK = FcpPair.BLOCK_BYTES;

  private final RawTarget target = new RawTarget(new FcpServiceParameters(0));

  private Exchange submit(ExecuteCommand command) {
    target.port.submit(command);
    return target.next();
  }

  private void assertFailed(ExecuteCommand command) {
    assertThat(target.world.awaitUntil(command::isDone, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(command.serviceResponse())
        .isEqualTo(ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    assertThat(target.port.nexus().commandsUnderWay()).isZero();
    assertThat(target.port.isConnected()).isTrue();
  }

  @Test
  void readsStatusAndResidual() {
    ExecuteCommand read = FcpPair.read(0, 2);
    Exchange exchange = submit(read);
    target.data(exchange, 0, BLOCK);
    target.respond(exchange, 0, FcpResponseIu.UNDERFLOW, BLOCK);
    target.let(1_000_000);
    assertThat(read.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    assertThat(read.residual()).isEqualTo(BLOCK);
    assertThat(read.isOverflow()).isFalse();
    assertThat(read.dataInTransferred()).isEqualTo(BLOCK);
    ExecuteCommand over = FcpPair.read(0, 1);
    exchange = submit(over);
    target.data(exchange, 0, BLOCK);
    target.respond(exchange, 0x18, FcpResponseIu.OVERFLOW, 7);
    target.let(1_000_000);
    assertThat(over.status()).isEqualTo(0x18);
    assertThat(over.residual()).isEqualTo(7);
    assertThat(over.isOverflow()).isTrue();
  }

  @Test
  void abortsACommandWhoseTransferReadyAsksForTooMuch() {
    ExecuteCommand write = FcpPair.write(0, new byte[2 * BLOCK]);
    Exchange exchange = submit(write);
    target.transferReady(exchange, BLOCK, 2 * BLOCK);
    assertFailed(write);
    assertThat(target.heard).contains("ABTS");
    assertThat(target.port.nexus().counters().value(Counter.SEQUENCES_INVALID)).isEqualTo(1);
  }

  @Test
  void abortsACommandWhoseTransferReadyIsTooShort() {
    ExecuteCommand write = FcpPair.write(0, new byte[BLOCK]);
    Exchange exchange = submit(write);
    target.send(exchange, 0x05, new byte[8], -1, SequenceEnd.TRANSFER_INITIATIVE);
    assertFailed(write);
  }

  @Test
  void sendsWhatATransferReadyAsksForInAnyOrder() {
    ExecuteCommand write = FcpPair.write(0, new byte[4 * BLOCK]);
    Exchange exchange = submit(write);
    target.transferReady(exchange, 2 * BLOCK, 2 * BLOCK);
    target.let(1_000_000);
    target.transferReady(exchange, 0, BLOCK);
    target.let(1_000_000);
    assertThat(target.heard).containsExactly("06 32", "01 1024", "01 512");
    target.respond(exchange, 0, 0, 0);
    target.let(1_000_000);
    assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
  }

  /** Its response came before its data had left. */
  @Test
  void sendsWhatWaitsWhenTheOnlySlotComesBackFromTheWire() {
    RawTarget narrow = new RawTarget(new FcpServiceParameters(0), 1);
    ExecuteCommand write = FcpPair.write(0, new byte[BLOCK]);
    narrow.port.submit(write);
    Exchange exchange = narrow.next();
    ExecuteCommand waiting = FcpPair.testUnitReady();
    narrow.port.submit(waiting);
    narrow.transferReady(exchange, 0, BLOCK);
    narrow.respond(exchange, 0, 0, 0);
    narrow.respond(narrow.next(), 0, 0, 0);
    narrow.let(1_000_000);
    assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
    assertThat(waiting.serviceResponse()).isEqualTo(ServiceResponse.COMMAND_COMPLETE);
  }

  @Test
  void believesNoResponseThatIsNotWhole() {
    ExecuteCommand ready = FcpPair.testUnitReady();
    Exchange exchange = submit(ready);
    byte[] unit = new byte[24];
    unit[10] = FcpResponseIu.SENSE_VALID;
    unit[19] = 18;
    target.send(exchange, 0x07, unit, -1, SequenceEnd.TRANSFER_INITIATIVE);
    assertFailed(ready);
  }

  @Test
  void takesAResponseCodeForAFailedDelivery() {
    ExecuteCommand ready = FcpPair.testUnitReady();
    target.respondCode(submit(ready), 2);
    assertFailed(ready);
  }

  @Test
  void takesDataBeyondItsBufferForAFailedDelivery() {
    ExecuteCommand read = FcpPair.read(0, 1);
    Exchange exchange = submit(read);
    target.data(exchange, 0, 2 * BLOCK);
    target.respond(exchange, 0, 0, 0);
    assertFailed(read);
  }

  @Test
  void abortsWhatTakesTooLong() {
    ExecuteCommand read = FcpPair.read(0, 1);
    submit(read);
    assertFailed(read);
    assertThat(target.heard).containsExactly("06 32", "ABTS");
    assertThat(target.port.nexus().counters().value(Counter.COMMANDS_TIMED_OUT)).isEqualTo(1);
  }

  @Test
  void logsOutATargetThatAnswersNoAbort() {
    ExecuteCommand read = FcpPair.read(0, 1);
    submit(read);
    target.link.isDown = true;
    assertThat(target.world.awaitUntil(read::isDone, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(read.serviceResponse())
        .isEqualTo(ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    assertThat(target.port.isConnected()).isFalse();
  }

  @Test
  void abortsATaskByAbortingItsExchange() {
    ExecuteCommand read = FcpPair.read(0, 1);
    submit(read);
    ManageTask abort = new ManageTask(TaskManagementFunction.ABORT_TASK, 0, read.identifier());
    assertThat(target.port.execute(abort, FcpPair.SECOND_NS)).isTrue();
    assertThat(abort.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(read.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    assertThat(target.heard).containsExactly("06 32", "ABTS");
    ManageTask again = new ManageTask(TaskManagementFunction.ABORT_TASK, 0, read.identifier());
    assertThat(target.port.execute(again, FcpPair.SECOND_NS)).isTrue();
    assertThat(again.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
  }

  @Test
  void endsWhatAFunctionEndedAndClearsItsExchange() {
    ExecuteCommand read = FcpPair.read(0, 1);
    submit(read);
    ManageTask reset = new ManageTask(TaskManagementFunction.LOGICAL_UNIT_RESET, 0, 0);
    target.port.submit(reset);
    target.respondCode(target.next(), 0);
    target.let(1_000_000);
    assertThat(reset.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(read.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    assertThat(target.heard).containsExactly("06 32", "06 32", "ABTS");
  }

  /** The target may not have heard of the command when it did the function, and do it now. */
  @Test
  void endsWhatAFunctionCoversWhenTheAbortOfItsExchangeIsAnswered() {
    ExecuteCommand write = FcpPair.write(0, new byte[BLOCK]);
    submit(write);
    ManageTask clear = new ManageTask(TaskManagementFunction.ABORT_TASK_SET, 0, 0);
    target.port.submit(clear);
    target.holdsAborts = true;
    target.respondCode(target.next(), 0);
    target.let(1_000_000);
    assertThat(target.aborting).hasSize(1);
    assertThat(write.isDone()).isFalse();
    assertThat(clear.isDone()).isFalse();
    target.exchanges.acceptAbort(target.world.nowNs(), target.aborting.get(0));
    target.let(1_000_000);
    assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    assertThat(clear.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(target.port.nexus().commandsUnderWay()).isZero();
  }

  @Test
  void failsAFunctionWhereTheAbortOfACommandIsNotAnswered() {
    ExecuteCommand write = FcpPair.write(0, new byte[BLOCK]);
    submit(write);
    ManageTask clear = new ManageTask(TaskManagementFunction.CLEAR_TASK_SET, 0, 0);
    target.port.submit(clear);
    target.holdsAborts = true;
    target.respondCode(target.next(), 0);
    target.let(1_000_000);
    assertThat(target.world.awaitUntil(clear::isDone, FcpPair.TIMEOUT_NS)).isTrue();
    assertThat(clear.response()).isEqualTo(FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    assertThat(write.serviceResponse())
        .isEqualTo(ServiceResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    assertThat(target.port.isConnected()).isFalse();
  }

  /** The target does not know it, so that it would be sent once more when it is aborted. */
  @Test
  void doesNotSendAgainWhatAFunctionCovers() {
    RawTarget lossy =
        new RawTarget(
            new FcpServiceParameters(
                FcpServiceParameters.RETRY
                    | FcpServiceParameters.REC_SUPPORT
                    | FcpServiceParameters.CONFIRMED_COMPLETION));
    lossy.holdsAborts = true;
    ExecuteCommand write = FcpPair.write(0, new byte[BLOCK]);
    lossy.port.submit(write);
    lossy.next();
    Exchange inquiry = lossy.next();
    byte[] reject = {1, 0, 0, 0, 0, 0x03, 0x17, 0};
    lossy.send(inquiry, RoutingControl.ELS_REPLY, reject, -1, SequenceEnd.LAST);
    lossy.let(1_000_000);
    assertThat(lossy.aborting).hasSize(1);
    ManageTask reset = new ManageTask(TaskManagementFunction.LOGICAL_UNIT_RESET, 0, 0);
    lossy.port.submit(reset);
    lossy.respondCode(lossy.next(), 0);
    lossy.let(1_000_000);
    assertThat(reset.isDone()).isFalse();
    lossy.exchanges.acceptAbort(lossy.world.nowNs(), lossy.aborting.get(0));
    lossy.let(1_000_000);
    assertThat(reset.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    assertThat(write.serviceResponse()).isEqualTo(ServiceResponse.ABORTED);
    assertThat(lossy.port.nexus().counters().value(Counter.COMMANDS_SENT_AGAIN)).isZero();
  }

  @Test
  void tellsFunctionsApartByTheirCodes() {
    int[] codes = {0x00, 0x08, 0x04, 0x05, 0x09};
    FunctionResponse[] responses = {
      FunctionResponse.FUNCTION_COMPLETE,
      FunctionResponse.FUNCTION_SUCCEEDED,
      FunctionResponse.FUNCTION_REJECTED,
      FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE,
      FunctionResponse.INCORRECT_LOGICAL_UNIT_NUMBER
    };
    for (int index = 0; index < codes.length; index++) {
      ManageTask query = new ManageTask(TaskManagementFunction.QUERY_TASK_SET, 0, 0);
      target.port.submit(query);
      target.respondCode(target.next(), codes[index]);
      target.let(1_000_000);
      assertThat(query.response()).isEqualTo(responses[index]);
      assertThat(query.transportCode()).isEqualTo(codes[index]);
    }
  }

  @Test
  void rejectsFunctionsThatHaveNoFormInFcp() {
    for (TaskManagementFunction function :
        new TaskManagementFunction[] {
          TaskManagementFunction.I_T_NEXUS_RESET,
          TaskManagementFunction.TARGET_COLD_RESET,
          TaskManagementFunction.QUERY_TASK
        }) {
      ManageTask task = new ManageTask(function, 0, 0);
      assertThat(target.port.execute(task, FcpPair.SECOND_NS)).isTrue();
      assertThat(task.response()).isEqualTo(FunctionResponse.FUNCTION_REJECTED);
    }
    assertThat(target.heard).isEmpty();
  }

  @Test
  void asksForATaskByItsExchange() {
    FcpPair pair = FcpPair.recovering();
    ExecuteCommand write = FcpPair.write(0, new byte[BLOCK]);
    pair.link.lose(0x05, 1);
    pair.port.submit(write);
    ManageTask query = new ManageTask(TaskManagementFunction.QUERY_TASK, 0, write.identifier());
    assertThat(pair.port.execute(query, FcpPair.SECOND_NS)).isTrue();
    assertThat(query.response()).isEqualTo(FunctionResponse.FUNCTION_SUCCEEDED);
    assertThat(pair.world.awaitUntil(write::isDone, FcpPair.TIMEOUT_NS)).isTrue();
    ManageTask later = new ManageTask(TaskManagementFunction.QUERY_TASK, 0, write.identifier());
    assertThat(pair.port.execute(later, FcpPair.SECOND_NS)).isTrue();
    assertThat(later.response()).isEqualTo(FunctionResponse.FUNCTION_COMPLETE);
    pair.closeAndCheckIdle();
  }

  @Test
  void endsEverythingWithItsNexus() {
    ExecuteCommand read = FcpPair.read(0, 1);
    submit(read);
    ManageTask reset = new ManageTask(TaskManagementFunction.LOGICAL_UNIT_RESET, 0, 0);
    target.port.submit(reset);
    target.next();
    target.port.nexus().lose(target.world.nowNs(), "the test says so");
    assertThat(read.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
    assertThat(reset.response()).isEqualTo(FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE);
    assertThat(target.port.disconnectReason()).isEqualTo("the test says so");
    ExecuteCommand late = FcpPair.testUnitReady();
    target.port.submit(late);
    target.let(1_000_000);
    assertThat(late.serviceResponse()).isEqualTo(ServiceResponse.NEXUS_LOST);
  }

  @Test
  void sendsTheWholeOfALongCdb() {
    ExecuteCommand command = new ExecuteCommand().cdb(new byte[32], 32).noData();
    submit(command);
    target.let(1_000_000);
    assertThat(target.heard).containsExactly("06 " + (FcpCommandIu.CDB_OFFSET + 32 + 4));
  }
}
