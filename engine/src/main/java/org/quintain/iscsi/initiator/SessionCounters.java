// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

/** What a session saw that is worth counting and is no reason to end it. Read on its reactor. */
public final class SessionCounters {
  private long unknownTags;
  private long expDataSnMismatches;
  private long statSnGaps;
  private long rejects;
  private long asyncMessages;
  private long scsiEvents;
  private long pingsAnswered;
  private long pingsDropped;
  private long digestErrors;
  private long snacks;
  private long commandsSentAgain;
  private long connectionsRecovered;

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

  void scsiEvent() {
    scsiEvents++;
  }

  void pingAnswered() {
    pingsAnswered++;
  }

  void pingDropped() {
    pingsDropped++;
  }

  void digestError() {
    digestErrors++;
  }

  void snack() {
    snacks++;
  }

  void commandSentAgain() {
    commandsSentAgain++;
  }

  void connectionRecovered() {
    connectionsRecovered++;
  }

  /** Data digests that were wrong and recovered from. */
  public long digestErrors() {
    return digestErrors;
  }

  /** SNACKs sent, acknowledgements of data among them. */
  public long snacks() {
    return snacks;
  }

  /** Commands that the target did not get, or discarded, and that were sent again. */
  public long commandsSentAgain() {
    return commandsSentAgain;
  }

  /** Connections whose commands another one took over. */
  public long connectionsRecovered() {
    return connectionsRecovered;
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

  /** Asynchronous Message PDUs that reported sense data of a logical unit. */
  public long scsiEvents() {
    return scsiEvents;
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
