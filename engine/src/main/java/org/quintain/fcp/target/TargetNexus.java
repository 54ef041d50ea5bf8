// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.target;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ItNexus;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeEnd;
import org.quintain.fc.exchange.ExchangeListener;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceStatus;
import org.quintain.fc.wire.RoutingControl;
import org.quintain.fcp.wire.FcpInformationUnit;
import org.quintain.fcp.wire.FcpServiceParameters;
import org.quintain.sam.Check;

/**
 * The I_T nexus of a process login (FCP-4 4.6): the user of all exchanges that its initiator
 * begins. Made by {@link FcpTargetPort}, on whose reactor it lives.
 */
public final class TargetNexus implements ExchangeListener {
  private static final int NO_OVERLAP = -1;

  private final FcpTargetPort port;
  private final int remoteId;
  private final long portName;
  private final FcpServiceParameters agreed;
  private final NexusServices services;
  private @Nullable ItNexus itNexus;
  private boolean lost;

  /** Until when the initiator may ask for commands whose exchanges went with the link. */
  private long forgotUntilNs;

  private int overlappedId = NO_OVERLAP;

  TargetNexus(FcpTargetPort port, int remoteId, long portName, FcpServiceParameters agreed) {
    this.port = port;
    this.remoteId = remoteId;
    this.portName = portName;
    this.agreed = agreed;
    this.services = new NexusServices(this);
  }

  FcpTargetPort port() {
    return port;
  }

  NexusServices services() {
    return services;
  }

  void itNexus(ItNexus established) {
    itNexus = established;
  }

  /** The engine's side of it. */
  public ItNexus itNexus() {
    ItNexus present = itNexus;
    Check.that(present != null, "a nexus is the engine's before commands come", remoteId);
    return present;
  }

  /** The initiator's address identifier. */
  public int remoteId() {
    return remoteId;
  }

  /** The initiator's port name. */
  public long portName() {
    return portName;
  }

  /** What both ends want. */
  public FcpServiceParameters agreed() {
    return agreed;
  }

  /** Whether both ends recover what was lost of an exchange, and so confirm its end. */
  boolean mayRetry() {
    return agreed.has(FcpServiceParameters.RETRY | FcpServiceParameters.CONFIRMED_COMPLETION);
  }

  boolean isLost() {
    return lost;
  }

  /**
   * Whether an exchange that is not there may be one that the link took with it, its command done
   * wholly or in part: nobody shall take that for a lost FCP_CMND (FCP-4 12.4.1.2).
   */
  public boolean mayHaveForgotten(long nowNs) {
    return nowNs < forgotUntilNs;
  }

  void markLost() {
    lost = true;
  }

  @Override
  public void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence) {
    TargetTask task = (TargetTask) exchange.context();
    FcpInformationUnit unit = FcpInformationUnit.of(sequence.routingControl());
    if (task == null) {
      begin(nowNs, exchange, sequence, unit);
    } else if (unit == FcpInformationUnit.FCP_DATA) {
      port.dataOut().onData(nowNs, task, sequence);
    } else if (unit == FcpInformationUnit.FCP_CONF
        && sequence.status() == SequenceStatus.COMPLETE
        && task.state == TargetTask.State.CONFIRMING) {
      port.counters().add(FcpCounter.CONFIRMATIONS);
      port.endTask(nowNs, task);
    } else {
      port.counters().add(FcpCounter.SEQUENCES_UNEXPECTED);
    }
  }

  private void begin(
      long nowNs, Exchange exchange, ReceivedSequence sequence, @Nullable FcpInformationUnit unit) {
    if (lost) {
      port.exchanges().release(exchange);
    } else if (unit == FcpInformationUnit.FCP_CMND) {
      port.commands().onCommand(nowNs, this, exchange, sequence);
    } else if (sequence.routingControl() == RoutingControl.FC4_LINK_REQUEST) {
      port.retransmissions().onRequest(nowNs, this, exchange, sequence);
    } else {
      port.counters().add(FcpCounter.SEQUENCES_UNEXPECTED);
      port.exchanges().release(exchange);
    }
  }

  @Override
  public void onAbortRequested(long nowNs, Exchange exchange) {
    TargetTask task = (TargetTask) exchange.context();
    if (task == null) {
      port.exchanges().acceptAbort(nowNs, exchange);
      return;
    }
    task.isAborting = true;
    cutOff(nowNs, task);
  }

  @Override
  public void onEnded(long nowNs, Exchange exchange, ExchangeEnd end) {
    TargetTask task = (TargetTask) exchange.context();
    if (task == null) {
      return;
    }
    task.exchange = null;
    task.isAborting = true;
    if (end == ExchangeEnd.LINK_DOWN) {
      forgotUntilNs = nowNs + port.settings().confirmTimeoutNs();
    }
    boolean overlapped = end == ExchangeEnd.REPLACED && task.state == TargetTask.State.WITH_ENGINE;
    cutOff(nowNs, task);
    if (overlapped) {
      // SAM-5 5.10: all commands of the nexus are aborted, and the one that comes is told so.
      port.counters().add(FcpCounter.COMMANDS_OVERLAPPED);
      overlappedId = exchange.originatorExchangeId();
      port.abortAllOf(nowNs, this);
    }
  }

  /** Whether {@code oxId} was just taken from a command that had not ended. */
  boolean takeOverlap(int oxId) {
    boolean overlaps = overlappedId == oxId;
    overlappedId = NO_OVERLAP;
    return overlaps;
  }

  /** Nothing of {@code task} goes over the wire any more; the engine ends it, if it has it. */
  private void cutOff(long nowNs, TargetTask task) {
    if (task.state == TargetTask.State.WITH_ENGINE && task.function == null) {
      port.functions().abort(nowNs, task);
    } else {
      port.endTask(nowNs, task);
    }
  }

  @Override
  public void onReplyTimeout(long nowNs, Exchange exchange) {
    // Nothing here asks its exchange to wait for a reply.
  }
}
