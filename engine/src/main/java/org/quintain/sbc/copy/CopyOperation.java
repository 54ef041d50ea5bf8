// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.SenseData;

/**
 * One copy operation, from its command to the report about it: under way in the foreground or in
 * the background, or ended and kept until somebody asked (SPC-5 5.17.4).
 */
final class CopyOperation {
  /** COPY OPERATION STATUS (SPC-5 6.26.2) and its counterpart of LID1. */
  enum State {
    IN_FOREGROUND(0x11, 0),
    IN_BACKGROUND(0x12, 0),
    COMPLETED(0x01, 1),
    COMPLETED_WITH_ERRORS(0x02, 2),
    COMPLETED_WITH_RESIDUAL(0x03, 1),
    TERMINATED(0x60, 2);

    private final int code;
    private final int codeOfLid1;

    State(int code, int codeOfLid1) {
      this.code = code;
      this.codeOfLid1 = codeOfLid1;
    }

    int code() {
      return code;
    }

    /** COPY MANAGER STATUS. */
    int codeOfLid1() {
      return codeOfLid1;
    }
  }

  private final ItNexus nexus;
  private final int serviceAction;
  private final long listIdentifier;
  private State state;
  private @Nullable CopyJob job;
  private @Nullable SenseData failure;
  private byte @Nullable [] token;
  private long transferred;
  private int segments;
  private long endedNs;
  private boolean isCancelled;

  CopyOperation(ItNexus nexus, int serviceAction, long listIdentifier, State state) {
    this.nexus = nexus;
    this.serviceAction = serviceAction;
    this.listIdentifier = listIdentifier;
    this.state = state;
  }

  boolean is(ItNexus byNexus, long identifier) {
    return nexus == byNexus && listIdentifier == identifier;
  }

  ItNexus nexus() {
    return nexus;
  }

  int serviceAction() {
    return serviceAction;
  }

  State state() {
    return state;
  }

  boolean isUnderWay() {
    return state == State.IN_FOREGROUND || state == State.IN_BACKGROUND;
  }

  /** Asks it to stop before its next chunk; nothing overtakes the one under way. */
  void cancel() {
    isCancelled = true;
    CopyJob working = job;
    if (working != null) {
      working.onCancelled();
    }
  }

  boolean isCancelled() {
    return isCancelled;
  }

  void work(CopyJob begun) {
    job = begun;
  }

  /** It ended in {@code end}. */
  void end(long nowNs, State end, @Nullable SenseData sense) {
    CopyJob worked = job;
    if (worked != null) {
      transferred = worked.bytesCopied();
      segments = worked.segmentsDone();
    }
    job = null;
    state = end;
    failure = sense;
    endedNs = nowNs;
  }

  long endedNs() {
    return endedNs;
  }

  @Nullable SenseData failure() {
    return failure;
  }

  /** The token that it made, or null. */
  byte @Nullable [] token() {
    return token;
  }

  /** It made {@code made} for {@code bytes} bytes. */
  void token(byte[] made, long bytes) {
    token = made;
    transferred = bytes;
  }

  long bytesTransferred() {
    CopyJob working = job;
    return working == null ? transferred : working.bytesCopied();
  }

  int segmentsDone() {
    CopyJob working = job;
    return working == null ? segments : working.segmentsDone();
  }
}
