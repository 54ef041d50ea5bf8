// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quintain.conformance.iscsi.fuzz.FuzzReport;
import org.quintain.conformance.iscsi.fuzz.FuzzRun;
import org.quintain.conformance.iscsi.fuzz.FuzzWorld;
import org.quintain.conformance.iscsi.fuzz.HealthySession;
import org.quintain.conformance.lab.ForwardingTarget;
import org.quintain.fabric.Command;
import org.quintain.fabric.CommandState;
import org.quintain.fabric.ItNexus;
import org.quintain.fabric.ScsiTarget;
import org.quintain.fabric.TaskManagementRequest;
import org.quintain.fabric.TransportServices;
import org.quintain.memory.SegmentList;
import org.quintain.reactor.Reactor;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.wire.StreamEndpoint;

/** Mistakes of the kinds that targets have are found within a few thousand connections. */
final class PlantedMistakesTest {
  private static final long SEED = 1;
  private static final int CONNECTIONS = 3000;
  private static final int BHS_BYTES = 48;

  private static String found(
      UnaryOperator<StreamEndpoint> before, UnaryOperator<ScsiTarget> behind) {
    FuzzedTarget target = new FuzzedTarget(SEED, before, behind);
    try (HealthySession healthy = new HealthySession(target, SEED, 0)) {
      target.rest();
      FuzzRun run = new FuzzRun(target, SEED, new FuzzReport(), healthy::work);
      for (int number = 0; number < CONNECTIONS; number++) {
        run.run(number);
        healthy.work();
        target.checkAtRest();
      }
    } catch (RuntimeException failure) {
      return String.valueOf(failure.getMessage());
    }
    return "nothing";
  }

  private static String foundBefore(UnaryOperator<StreamEndpoint> before) {
    return found(before, target -> target);
  }

  private static String foundBehind(UnaryOperator<ScsiTarget> behind) {
    return found(endpoint -> endpoint, behind);
  }

  /** Looks something up by the length of the first data segment, whatever that is. */
  private static final class NoLengthCheck extends ForwardingEndpoint {
    private final boolean[] seen = new boolean[300_000];
    private int at;
    private int length;

    NoLengthCheck(StreamEndpoint behind) {
      super(behind);
    }

    @Override
    public void onReceived(long nowNs, int lengthBytes) {
      ByteBuffer space = receiveSpace();
      for (int index = 0; index < lengthBytes && at < BHS_BYTES; index++, at++) {
        if (at >= 5 && at <= 7) {
          length = (length << 8) | (space.get(space.position() + index) & 0xFF);
        }
        if (at == 7) {
          seen[length] = true;
        }
      }
      super.onReceived(nowNs, lengthBytes);
    }
  }

  @Test
  void findsThatALengthIsNotChecked() {
    assertThat(foundBefore(NoLengthCheck::new)).contains("IndexOutOfBounds");
  }

  @Test
  void findsThatADroppedConnectionIsKept() {
    UnaryOperator<StreamEndpoint> plant =
        endpoint ->
            new ForwardingEndpoint(endpoint) {
              private boolean isInLogin = true;

              @Override
              public void onSent(long nowNs, long lengthBytes) {
                isInLogin = false;
                super.onSent(nowNs, lengthBytes);
              }

              @Override
              public void onDisconnected(long nowNs, String reason) {
                if (!isInLogin) {
                  super.onDisconnected(nowNs, reason);
                }
              }
            };
    assertThat(foundBefore(plant)).contains("connections when the connection is gone");
  }

  /** Forgets to give back the commands that a nexus had when it was lost. */
  private static final class SlotLeak extends ForwardingTarget {
    private boolean isLosing;

    SlotLeak(ScsiTarget behind) {
      super(behind);
    }

    @Override
    public void onNexusLoss(long nowNs, ItNexus nexus) {
      isLosing = true;
      super.onNexusLoss(nowNs, nexus);
      isLosing = false;
    }

    @Override
    public void onCommandReleased(long nowNs, Command command) {
      boolean leaks = isLosing && command.state() != CommandState.RECEIVED;
      if (!leaks) {
        super.onCommandReleased(nowNs, command);
      }
    }
  }

  @Test
  void findsThatASlotLeaksOnNexusLoss() {
    assertThat(foundBehind(SlotLeak::new)).contains("slot");
  }

  /** Resets the logical unit of another initiator too. */
  private static final class FarReset extends ForwardingTarget {
    private @Nullable ItNexus healthy;

    FarReset(ScsiTarget behind) {
      super(behind);
    }

    @Override
    public @Nullable ItNexus onNexusEstablished(
        long nowNs, ItNexusIdentity identity, TransportServices transport, Reactor reactor) {
      ItNexus nexus = super.onNexusEstablished(nowNs, identity, transport, reactor);
      if (identity.initiatorDeviceName().equals(FuzzWorld.HEALTHY_INITIATOR)) {
        healthy = nexus;
      }
      return nexus;
    }

    @Override
    public void onTaskManagementRequest(long nowNs, TaskManagementRequest request) {
      super.onTaskManagementRequest(nowNs, request);
      ItNexus other = healthy;
      if (other != null && request.function() == TaskManagementFunction.LOGICAL_UNIT_RESET) {
        long ours = 1L << 33;
        super.onTaskManagementRequest(
            nowNs, new TaskManagementRequest(other, request.function(), 0, 0, ours));
      }
    }
  }

  @Test
  void findsThatAResetReachesFurtherThanItsLogicalUnit() {
    assertThat(foundBehind(FarReset::new)).contains("The healthy session");
  }

  @Test
  void findsThatAConnectionGoesDeaf() {
    UnaryOperator<StreamEndpoint> plant =
        endpoint ->
            new ForwardingEndpoint(endpoint) {
              private int pieces;

              @Override
              public void onReceived(long nowNs, int lengthBytes) {
                pieces++;
                super.onReceived(nowNs, lengthBytes);
              }

              @Override
              public ByteBuffer receiveSpace() {
                return pieces == 7 ? ByteBuffer.allocate(0) : super.receiveSpace();
              }
            };
    assertThat(foundBefore(plant)).contains("There was no answer");
  }

  /** Counts StatSN twice where something was rejected. */
  private static final class WrongStatSn extends ForwardingEndpoint {
    private boolean isSpoiled;

    WrongStatSn(StreamEndpoint behind) {
      super(behind);
    }

    @Override
    public void gather(SegmentList into, int maximumBytes) {
      super.gather(into, maximumBytes);
      ByteBuffer first = into.base(0);
      int at = into.offset(0);
      boolean isReject = into.length(0) >= BHS_BYTES && (first.get(at) & 0x3F) == 0x3F;
      if (isReject && !isSpoiled && first.getInt(at + 16) == -1) {
        isSpoiled = true;
        first.putInt(at + 24, first.getInt(at + 24) + 1);
      }
    }
  }

  @Test
  void findsThatAStatSnIsLeftOut() {
    assertThat(foundBefore(WrongStatSn::new)).contains("StatSN is");
  }
}
