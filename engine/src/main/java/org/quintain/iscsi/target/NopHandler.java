// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.iscsi.negotiation.ConnectionParameters;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.CopyRing;
import org.quintain.iscsi.wire.DataPlacement;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.RejectReason;

/**
 * NOP-Out and NOP-In: echoes the initiator's pings, and pings an initiator that has been silent
 * (RFC 7143 11.18, 11.19).
 */
final class NopHandler {
  private final FullFeaturePhase phase;
  private final int stagedMax;
  private int sendDataSegmentMax;

  /**
   * Holds the one ping whose data is too long to be staged, from its arrival until it is echoed.
   */
  private ByteBuffer longPing = ByteBuffer.allocate(0);

  private int longPingBytes;
  private boolean isLongPingInUse;

  private boolean isPinging;
  private int pingTag;
  private long pingSentNs;

  NopHandler(FullFeaturePhase phase, ConnectionParameters parameters) {
    this.phase = phase;
    sendDataSegmentMax = parameters.sendDataSegmentMax();
    stagedMax =
        Math.min(IscsiTargetConnection.STAGED_BYTES_MAX, parameters.receiveDataSegmentMax());
    longPingBytes = parameters.receiveDataSegmentMax();
  }

  void sendDataSegmentMax(int lengthBytes) {
    sendDataSegmentMax = lengthBytes;
  }

  /** The connection takes data segments of {@code lengthBytes}, if not longer ones already. */
  void receiveDataSegmentMax(int lengthBytes) {
    if (lengthBytes > longPingBytes) {
      longPingBytes = lengthBytes;
      phase.connection().receiver().dataSegmentMax(lengthBytes);
    }
  }

  /** Whether the echo of one more ping has room. */
  boolean hasRoom() {
    return phase.output().ring().hasRoom(stagedMax);
  }

  DataPlacement placement(int dataLengthBytes) {
    if (dataLengthBytes <= stagedMax) {
      return DataPlacement.STAGE;
    }
    if (isLongPingInUse) {
      return DataPlacement.DISCARD;
    }
    if (longPing.capacity() < longPingBytes) {
      longPing = ByteBuffer.allocate(longPingBytes);
    }
    return DataPlacement.PLACE;
  }

  ByteBuffer destination() {
    return longPing;
  }

  void onNopOut(ByteBuffer header, int base, ByteBuffer data, int dataOffset, int dataLengthBytes) {
    int transferTag = Bhs.targetTransferTag(header, base);
    int taskTag = Bhs.initiatorTaskTag(header, base);
    if (transferTag != Bhs.RESERVED_TAG) {
      if (isPinging && transferTag == pingTag) {
        isPinging = false;
      } else {
        phase.rejects().reject(header, base, RejectReason.INVALID_PDU_FIELD);
      }
      return;
    }
    if (taskTag == Bhs.RESERVED_TAG) {
      // It only acknowledges StatSN (RFC 7143 11.18).
      return;
    }
    echo(header, base, data, dataOffset, Math.min(dataLengthBytes, sendDataSegmentMax));
  }

  private void echo(ByteBuffer header, int base, ByteBuffer data, int dataOffset, int lengthBytes) {
    TargetOutput output = phase.output();
    boolean isLong = lengthBytes > stagedMax;
    CopyRing ring = output.ring();
    int copyAt = CopyRing.NO_ROOM;
    if (lengthBytes > 0 && !isLong) {
      copyAt = ring.take(lengthBytes);
      if (copyAt != CopyRing.NO_ROOM) {
        ring.bytes().put(copyAt, data, dataOffset, lengthBytes);
      }
    }
    int at = output.begin(IscsiOpcode.NOP_IN);
    Bhs.lun(output.header(), at, Bhs.lun(header, base));
    Bhs.initiatorTaskTag(output.header(), at, Bhs.initiatorTaskTag(header, base));
    Bhs.targetTransferTag(output.header(), at, Bhs.RESERVED_TAG);
    output.takeStatSn(at);
    if (isLong) {
      isLongPingInUse = true;
      output.transmitter().data(data, dataOffset, lengthBytes);
      output.commit((nowNs, token) -> isLongPingInUse = false, 0);
      return;
    }
    if (copyAt != CopyRing.NO_ROOM) {
      output.transmitter().data(ring, copyAt, lengthBytes);
    }
    output.commit();
  }

  /** Full feature phase begins: silence is measured from now on. */
  void begin(long nowNs) {
    long interval = phase.session().node().settings().times().nopIntervalNs();
    if (interval > 0) {
      setTimer(nowNs + interval);
    }
  }

  private void setTimer(long deadlineNs) {
    phase.connection().timers().set(IscsiTargetConnection.TIMER_NOP, deadlineNs);
  }

  void onTimer(long nowNs) {
    IscsiTargetSettings settings = phase.session().node().settings();
    long lastNs = phase.connection().lastReceivedNs();
    if (isPinging && lastNs < pingSentNs) {
      if (nowNs - pingSentNs < settings.times().nopNs()) {
        setTimer(pingSentNs + settings.times().nopNs());
        return;
      }
      phase.counters().add(IscsiCounter.PINGS_UNANSWERED);
      phase.asyncMessages().dropSilentConnection(nowNs, "the initiator did not answer a ping");
      return;
    }
    // Whatever came since the ping shows life as well as its answer does.
    isPinging = false;
    long dueNs = lastNs + settings.times().nopIntervalNs();
    if (dueNs > nowNs) {
      setTimer(dueNs);
      return;
    }
    if (phase.output().transmitter().freeSlots() > 0) {
      ping(nowNs);
    }
    setTimer(nowNs + settings.times().nopNs());
  }

  /**
   * Makes the initiator say what it has: its answer carries ExpStatSN (RFC 7143 4.2.2.2). Says
   * whether a ping was queued.
   */
  boolean askForAck(long nowNs) {
    boolean mayPing = !isPinging && phase.output().transmitter().freeSlots() > 0;
    if (mayPing) {
      ping(nowNs);
    }
    return mayPing;
  }

  private void ping(long nowNs) {
    isPinging = true;
    pingSentNs = nowNs;
    pingTag = phase.session().newTransferTag();
    TargetOutput output = phase.output();
    int at = output.begin(IscsiOpcode.NOP_IN);
    Bhs.initiatorTaskTag(output.header(), at, Bhs.RESERVED_TAG);
    Bhs.targetTransferTag(output.header(), at, pingTag);
    output.showStatSn(at);
    output.commit();
  }
}
