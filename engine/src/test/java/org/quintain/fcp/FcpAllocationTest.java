// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeAcceptor;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.exchange.ExchangeManager;
import org.quintain.fc.exchange.ExchangeOptions;
import org.quintain.fcp.initiator.FcpInitiatorNexus;
import org.quintain.fcp.initiator.FcpInitiatorSettings;
import org.quintain.fcp.initiator.NexusListener;
import org.quintain.fcp.target.FcpTargetPort;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.fcp.target.TargetNexus;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.testing.Disk;
import org.quintain.wire.OutgoingSequence;

/**
 * READ and WRITE through both ends of FCP allocate nothing, counted by the virtual machine itself.
 */
final class FcpAllocationTest implements NexusListener {
  private static final int COMMANDS = 20_000;
  private static final int LENGTH_BYTES = 16_384;

  private final Disk disk = Disk.inMemory(512, 4096);
  private @Nullable TargetNexus user;
  private final ExchangeManager initiatorExchanges = manager(FcpPair.INITIATOR_ID);
  private final ExchangeManager targetExchanges = manager(FcpPair.TARGET_ID);

  private ExchangeManager manager(int id) {
    return new ExchangeManager(
        new ExchangeAcceptor() {
          @Override
          public @Nullable ExchangeListener accept(
              long nowNs, Exchange exchange, ByteBuffer frame, int base) {
            exchange.framePayloadMax(2048);
            return user;
          }

          @Override
          public boolean isLocal(int portId) {
            return portId == id;
          }
        },
        ExchangeOptions.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true"})
  void readsAndWritesAllocateNothing(boolean firstBurst, boolean retry) {
    FcpServiceParameters wish = FcpServiceParameters.ofTarget(firstBurst);
    FcpServiceParameters agreed =
        FcpServiceParameters.ofInitiator(firstBurst)
            .agreedWith(retry ? wish : FcpPair.withoutRetry(wish));
    FcpTargetPort target =
        new FcpTargetPort(
            disk.world().reactor(),
            targetExchanges,
            disk.port(),
            FcpPair.TARGET_NAME,
            FcpTargetSettings.DEFAULTS.withBurstBytesMax(4096));
    user = target.establish(0, FcpPair.INITIATOR_ID, FcpPair.INITIATOR_NAME, agreed);
    FcpInitiatorNexus nexus =
        new FcpInitiatorNexus(initiatorExchanges, FcpInitiatorSettings.DEFAULTS, this);
    nexus.establish(0, FcpPair.INITIATOR_ID, FcpPair.TARGET_ID, agreed, 2048);
    for (int index = 0; index < 4; index++) {
      run(nexus, FcpPair.testUnitReady());
    }
    ExecuteCommand read =
        FcpPair.read(8, LENGTH_BYTES / 512)
            .dataIn(ByteBuffer.allocateDirect(LENGTH_BYTES), LENGTH_BYTES);
    ExecuteCommand write =
        FcpPair.write(8, new byte[LENGTH_BYTES])
            .dataOut(ByteBuffer.allocateDirect(LENGTH_BYTES), LENGTH_BYTES);
    runMany(nexus, read, write);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    runMany(nexus, read, write);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated / COMMANDS).isZero();
  }

  private void runMany(FcpInitiatorNexus nexus, ExecuteCommand read, ExecuteCommand write) {
    for (int index = 0; index < COMMANDS / 2; index++) {
      run(nexus, read);
      assertThatIsGood(read);
      run(nexus, write);
      assertThatIsGood(write);
    }
  }

  private static void assertThatIsGood(ExecuteCommand command) {
    if (command.status() != 0 || command.residual() != 0) {
      throw new AssertionError("a command failed with status " + command.status());
    }
  }

  private void run(FcpInitiatorNexus nexus, ExecuteCommand command) {
    command.begin(0);
    nexus.submit(0, command);
    while (!command.isDone() || initiatorExchanges.hasOutput()) {
      move(initiatorExchanges, targetExchanges);
      move(targetExchanges, initiatorExchanges);
      disk.world().deliver();
    }
  }

  private static void move(ExchangeManager from, ExchangeManager to) {
    while (from.hasOutput()) {
      OutgoingSequence sequence = from.poll();
      to.onSequence(0, sequence);
      from.onSent(0, sequence);
    }
  }

  @Override
  public void onEstablished(long nowNs) {}

  @Override
  public void onLost(long nowNs, String reason) {}

  @Override
  public void onProgress(long nowNs) {}

  @Override
  public void onTargetSilent(long nowNs) {}
}
