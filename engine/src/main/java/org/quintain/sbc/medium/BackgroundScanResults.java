// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.medium;

import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.quintain.sam.AdditionalSense;
import org.quintain.spc.log.LogPage;
import org.quintain.spc.log.LogParameters;

/**
 * Background Scan, log page 15h (SBC-4 6.4.2): how scans go, and the blocks that they could not
 * read. Of more than there is room for the oldest is forgotten. Kept through power loss as of the
 * last scan that ended or found something: the minutes after that are lost with the power.
 *
 * <pre>
 * saved: minutes 0 | scans 4 | number of results 8 | place of the next 12 | results of 13 from 16 on
 * result: block 0 | minutes 8 | reassign status 12
 * </pre>
 */
final class BackgroundScanResults implements LogPage {
  private static final String NAME = "background-scan";
  private static final int RESULTS_MAX = 64;
  private static final int SAVED_BYTES = 16 + 13 * RESULTS_MAX;
  private static final long NS_IN_MINUTE = 60_000_000_000L;
  private static final int STATUS_BYTES = 12;
  private static final int RESULT_BYTES = 20;
  private static final int NOT_YET_REASSIGNED = 1;
  private static final int REASSIGNED_BY_WRITE = 6;

  private final MediumHost host;
  private final long poweredOnNs;
  private final IntSupplier status;
  private final IntSupplier progress;
  private final long[] blocks = new long[RESULTS_MAX];
  private final int[] minutes = new int[RESULTS_MAX];
  private final int[] reassign = new int[RESULTS_MAX];
  private int count;
  private int next;
  private int scans;
  private int minutesBefore;

  BackgroundScanResults(MediumHost host, IntSupplier status, IntSupplier progress) {
    this.host = host;
    this.poweredOnNs = host.logicalUnit().reactor().nowNs();
    this.status = status;
    this.progress = progress;
    byte[] saved = host.backing().nonvolatile().load(NAME);
    if (saved != null && saved.length == SAVED_BYTES) {
      recall(ByteBuffer.wrap(saved));
    }
  }

  private void recall(ByteBuffer saved) {
    minutesBefore = saved.getInt();
    scans = saved.getInt();
    count = Math.min(RESULTS_MAX, Math.max(0, saved.getInt()));
    next = Math.floorMod(saved.getInt(), RESULTS_MAX);
    for (int index = 0; index < RESULTS_MAX; index++) {
      blocks[index] = saved.getLong();
      minutes[index] = saved.getInt();
      reassign[index] = saved.get();
    }
  }

  private void save(long nowNs) {
    ByteBuffer saved = ByteBuffer.allocate(SAVED_BYTES);
    saved.putInt(minutesAt(nowNs)).putInt(scans).putInt(count).putInt(next);
    for (int index = 0; index < RESULTS_MAX; index++) {
      saved.putLong(blocks[index]).putInt(minutes[index]).put((byte) reassign[index]);
    }
    host.backing()
        .nonvolatile()
        .save(nowNs, host.logicalUnit().reactor(), NAME, saved.array(), (laterNs, isSaved) -> {});
  }

  boolean isFull() {
    return count == RESULTS_MAX;
  }

  private int minutesAt(long nowNs) {
    return minutesBefore + (int) ((nowNs - poweredOnNs) / NS_IN_MINUTE);
  }

  /** A scan ended. */
  void onScanned(long nowNs) {
    scans++;
    save(nowNs);
  }

  /** Block {@code lba} cannot be read. */
  void add(long nowNs, long lba) {
    for (int index = 0; index < count; index++) {
      if (blocks[index] == lba && reassign[index] == NOT_YET_REASSIGNED) {
        return; // It is the same error still.
      }
    }
    blocks[next] = lba;
    minutes[next] = minutesAt(nowNs);
    reassign[next] = NOT_YET_REASSIGNED;
    next = (next + 1) % RESULTS_MAX;
    count = Math.min(count + 1, RESULTS_MAX);
    save(nowNs);
  }

  /** Blocks were read: those that could not be read before were written meanwhile. */
  void onReadable(long nowNs, long first, long length) {
    boolean isChanged = false;
    for (int index = 0; index < count; index++) {
      if (blocks[index] >= first && blocks[index] - first < length) {
        isChanged |= reassign[index] != REASSIGNED_BY_WRITE;
        reassign[index] = REASSIGNED_BY_WRITE;
      }
    }
    if (isChanged) {
      save(nowNs);
    }
  }

  @Override
  public int pageCode() {
    return 0x15;
  }

  @Override
  public void write(long nowNs, LogParameters into) {
    byte[] head = new byte[STATUS_BYTES];
    ByteBuffer.wrap(head)
        .putInt(0, minutesAt(nowNs))
        .put(5, (byte) status.getAsInt())
        .putShort(6, (short) scans)
        .putShort(8, (short) progress.getAsInt())
        .putShort(10, (short) scans);
    into.binary(0x0000, head);
    for (int index = 0; index < count; index++) {
      AdditionalSense sense = AdditionalSense.UNRECOVERED_READ_ERROR;
      byte[] result = new byte[RESULT_BYTES];
      ByteBuffer.wrap(result)
          .putInt(0, minutes[index])
          .put(4, (byte) (reassign[index] << 4 | sense.key().code()))
          .put(5, (byte) sense.code())
          .put(6, (byte) sense.qualifier())
          .putLong(12, blocks[index]);
      into.binary(index + 1, result);
    }
  }

  /** The status stays, the results go (SBC-4 6.4.2.1). */
  @Override
  public void reset(long nowNs) {
    count = 0;
    next = 0;
    save(nowNs);
  }
}
