// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.diagnostic;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.quintain.sam.SenseData;
import org.quintain.spc.log.LogPage;
import org.quintain.spc.log.LogParameters;

/**
 * Self-Test Results, page 10h (SPC-5 7.3.18): the last twenty self-tests, the newest first; what
 * was before the power came on is forgotten.
 */
final class SelfTestResults implements LogPage {
  static final int COMPLETED = 0x0;
  static final int ABORTED_BY_SEND_DIAGNOSTIC = 0x1;
  static final int ABORTED_BY_OTHER = 0x2;
  static final int SEGMENT_FAILED = 0x5;
  static final int IN_PROGRESS = 0xF;

  private static final int PARAMETERS = 20;
  private static final int VALUE_BYTES = 16;
  private static final long NS_IN_HOUR = 3_600_000_000_000L;

  /** What is known of one test. */
  static final class Entry {
    private final SelfTestKind kind;
    private int result = IN_PROGRESS;
    private long poweredOnNs;
    private long failedAddress = -1;
    private SenseData sense = SenseData.NONE;

    private Entry(SelfTestKind kind) {
      this.kind = kind;
    }

    private byte[] bytes() {
      byte[] bytes = new byte[VALUE_BYTES];
      long hours = Math.min(0xFFFF, poweredOnNs / NS_IN_HOUR);
      bytes[0] = (byte) (kind.code() << 5 | result);
      bytes[1] = (byte) (result == SEGMENT_FAILED ? 1 : 0);
      bytes[2] = (byte) (hours >> 8);
      bytes[3] = (byte) hours;
      for (int index = 0; index < 8; index++) {
        bytes[4 + index] = (byte) (failedAddress >>> (56 - 8 * index));
      }
      bytes[12] = (byte) sense.key().code();
      bytes[13] = (byte) sense.code();
      bytes[14] = (byte) sense.qualifier();
      return bytes;
    }
  }

  private final long poweredOnNs;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  SelfTestResults(long poweredOnNs) {
    this.poweredOnNs = poweredOnNs;
  }

  /** A test of {@code kind} begins. */
  Entry begin(SelfTestKind kind) {
    if (entries.size() == PARAMETERS) {
      entries.removeLast();
    }
    Entry entry = new Entry(kind);
    entries.addFirst(entry);
    return entry;
  }

  /** The test of {@code entry} ended with {@code result}. */
  void end(long nowNs, Entry entry, int result) {
    entry.result = result;
    entry.poweredOnNs = nowNs - poweredOnNs;
  }

  /** The test of {@code entry} failed at logical block {@code address}. */
  void fail(long nowNs, Entry entry, long address, SenseData sense) {
    entry.failedAddress = address;
    entry.sense = sense;
    end(nowNs, entry, SEGMENT_FAILED);
  }

  @Override
  public int pageCode() {
    return 0x10;
  }

  @Override
  public void write(long nowNs, LogParameters into) {
    Iterator<Entry> newestFirst = entries.iterator();
    for (int code = 1; code <= PARAMETERS; code++) {
      into.binary(code, newestFirst.hasNext() ? newestFirst.next().bytes() : new byte[VALUE_BYTES]);
    }
  }

  @Override
  public void writeDefaults(long nowNs, LogParameters into) {
    for (int code = 1; code <= PARAMETERS; code++) {
      into.binary(code, new byte[VALUE_BYTES]);
    }
  }
}
