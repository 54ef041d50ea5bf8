// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.fabric.DeliveryResult;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.DataOutPdu;

/**
 * Which Data-Out belongs where: unsolicited sequences and those that answer an R2T, in order or as
 * DataPDUInOrder allows (RFC 7143 4.2.5.2, 13.18). A sequence that breaks a rule or has a wrong
 * digest is read to its end; then what is missing of it is asked for again at error recovery level
 * 1 and above, and fails its command at level 0 (RFC 7143 7.8, 7.9).
 */
final class DataOutSequences {
  /** How often parts of one command are asked for again. */
  private static final int RECOVERIES_MAX = 16;

  private final FullFeaturePhase phase;
  private final R2tSender r2ts;
  private final boolean isRecoverable;
  private final boolean isInOrder;

  DataOutSequences(FullFeaturePhase phase, R2tSender r2ts) {
    this.phase = phase;
    this.r2ts = r2ts;
    isRecoverable = phase.session().parameters().errorRecoveryLevel() > 0;
    isInOrder = phase.session().parameters().dataPduInOrder();
  }

  /** Judges the header of a Data-Out PDU for {@code found}; false when its tag names no R2T. */
  boolean judge(IscsiTask found, ByteBuffer header, int base, int dataLengthBytes) {
    int tag = Bhs.targetTransferTag(header, base);
    if (tag == Bhs.RESERVED_TAG) {
      judgeUnsolicited(found, header, base, dataLengthBytes);
      return true;
    }
    int slot = found.r2tOf(tag);
    if (slot < 0) {
      return false;
    }
    long offset = DataOutPdu.bufferOffset(header, base) & 0xFFFFFFFFL;
    boolean isInPlace =
        isInOrder
            ? offset == found.r2tOffset[slot] + found.r2tReceived[slot]
            : offset >= found.r2tOffset[slot]
                && offset + dataLengthBytes <= found.r2tOffset[slot] + found.r2tLength[slot];
    if (!isInPlace
        || DataOutPdu.dataSn(header, base) != found.r2tDataSn[slot]
        || found.r2tReceived[slot] + dataLengthBytes > found.r2tLength[slot]) {
      if (isRecoverable) {
        found.isR2tBroken[slot] = true;
      }
      breakSequence(found);
    }
    return true;
  }

  private void judgeUnsolicited(IscsiTask found, ByteBuffer header, int base, int dataLengthBytes) {
    long offset = DataOutPdu.bufferOffset(header, base) & 0xFFFFFFFFL;
    if (!found.unsolicitedOpen || offset + dataLengthBytes > found.unsolicitedLimit) {
      phase.counters().add(IscsiCounter.UNEXPECTED_UNSOLICITED_DATA);
      fail(found, DeliveryResult.UNEXPECTED_UNSOLICITED_DATA);
    } else if ((isInOrder && offset != found.unsolicitedReceived)
        || DataOutPdu.dataSn(header, base) != found.unsolicitedDataSn) {
      found.isUnsolicitedBroken = isRecoverable;
      breakSequence(found);
    }
  }

  private void breakSequence(IscsiTask found) {
    phase.counters().add(IscsiCounter.DATA_OUT_SEQUENCE_ERRORS);
    if (!isRecoverable) {
      fail(found, DeliveryResult.FAILED);
    }
  }

  static void fail(IscsiTask failed, DeliveryResult result) {
    if (failed.receiveResult == DeliveryResult.DELIVERED) {
      failed.receiveResult = result;
    }
  }

  /** Whether data of the sequence that {@code tag} names are read over. */
  boolean isBroken(IscsiTask task, int tag) {
    if (tag == Bhs.RESERVED_TAG) {
      return task.isUnsolicitedBroken;
    }
    int slot = task.r2tOf(tag);
    return slot >= 0 && task.isR2tBroken[slot];
  }

  /** The bytes of one PDU are here, or, with a wrong digest, are not. */
  void take(IscsiTask into, ByteBuffer header, int base, int dataLengthBytes, boolean isGood) {
    if (!isGood && !isRecoverable) {
      fail(into, DeliveryResult.DIGEST_ERROR);
    }
    boolean last = Bhs.isFinal(header, base);
    long offset = DataOutPdu.bufferOffset(header, base) & 0xFFFFFFFFL;
    int tag = Bhs.targetTransferTag(header, base);
    if (tag == Bhs.RESERVED_TAG) {
      takeUnsolicited(into, offset, dataLengthBytes, isGood, last);
      return;
    }
    int slot = into.r2tOf(tag);
    if (slot < 0) {
      return;
    }
    boolean isBroken = into.isR2tBroken[slot] || (!isGood && isRecoverable);
    if (!isBroken && !isInOrder) {
      isBroken = !coverage(into, slot, into.r2tDataSn[slot]).add(offset, dataLengthBytes);
      if (isBroken) {
        breakSequence(into);
      }
    }
    into.isR2tBroken[slot] = isBroken;
    if (!isBroken) {
      into.r2tReceived[slot] += dataLengthBytes;
    }
    into.r2tDataSn[slot]++;
    if (last) {
      endSolicited(into, slot);
    }
  }

  private void takeUnsolicited(
      IscsiTask into, long offset, int dataLengthBytes, boolean isGood, boolean last) {
    if (!isGood && isRecoverable) {
      into.isUnsolicitedBroken = true;
    }
    if (isInOrder && !into.isUnsolicitedBroken) {
      into.unsolicitedReceived += dataLengthBytes;
    }
    if (!isInOrder) {
      ByteCoverage all = coverage(into, into.r2tTag.length, into.unsolicitedDataSn);
      if (into.unsolicitedDataSn == 0) {
        all.add(0, (int) into.unsolicitedReceived);
      }
      if (!into.isUnsolicitedBroken && isGood && !all.add(offset, dataLengthBytes)) {
        breakSequence(into);
      }
      into.unsolicitedReceived = all.prefixEnd(0);
    }
    into.unsolicitedDataSn++;
    if (last) {
      into.unsolicitedOpen = false;
    }
  }

  private static ByteCoverage coverage(IscsiTask of, int index, int dataSn) {
    ByteCoverage present = of.coverage[index];
    if (present == null) {
      present = new ByteCoverage();
      of.coverage[index] = present;
    }
    if (dataSn == 0) {
      present.clear();
    }
    return present;
  }

  private void endSolicited(IscsiTask of, int slot) {
    if (of.r2tReceived[slot] == of.r2tLength[slot]) {
      of.removeR2t(slot);
      return;
    }
    if (!isRecoverable || of.recoveries >= RECOVERIES_MAX) {
      // RFC 7143 11.8: an R2T is answered in full.
      phase.counters().add(IscsiCounter.DATA_OUT_SEQUENCE_ERRORS);
      fail(of, DeliveryResult.FAILED);
      of.removeR2t(slot);
      return;
    }
    of.recoveries++;
    phase.counters().add(IscsiCounter.R2TS_FOR_RECOVERY);
    int kept = of.r2tReceived[slot];
    ByteCoverage all = of.coverage[slot];
    if (!isInOrder) {
      long prefix = all == null ? of.r2tOffset[slot] : all.prefixEnd(of.r2tOffset[slot]);
      kept = (int) (prefix - of.r2tOffset[slot]);
    }
    of.r2tOffset[slot] += kept;
    of.r2tLength[slot] -= kept;
    r2ts.sendAgain(of, slot);
  }
}
