// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

/** What a session saw that is worth counting and is no reason to end it. Read on its reactor. */
public final class SessionCounters {
  private long unknownTags;
  private long expDataSnMismatches;
  private long statSnGaps;
  private long rejects;
  private long asyncMessages;
  private long pingsAnswered;
  private long pingsDropped;

  SessionCounters() {}

  void unknownTag() {
    unknownTags++;
  }

  void expDataSnMismatch() {
    expDataSnMismatches++;
  }

  void statSnGap() {
    statSnGaps++;
  }

  void reject() {
    rejects++;
  }

  void asyncMessage() {
    asyncMessages++;
  }

  void pingAnswered() {
    pingsAnswered++;
  }

  void pingDropped() {
    pingsDropped++;
  }

  /** PDUs that named a task we do not have. */
  public long unknownTags() {
    return unknownTags;
  }

  /** Responses whose ExpDataSN was not the count of Data-In and R2T PDUs that came. */
  public long expDataSnMismatches() {
    return expDataSnMismatches;
  }

  /** Responses whose StatSN was not the one expected. */
  public long statSnGaps() {
    return statSnGaps;
  }

  /** Reject PDUs. */
  public long rejects() {
    return rejects;
  }

  /** Asynchronous Message PDUs. */
  public long asyncMessages() {
    return asyncMessages;
  }

  /** Pings of the target that were answered. */
  public long pingsAnswered() {
    return pingsAnswered;
  }

  /** Pings of the target that found no room for an answer. */
  public long pingsDropped() {
    return pingsDropped;
  }
}
