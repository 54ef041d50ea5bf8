// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import org.jspecify.annotations.Nullable;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.ServiceResponse;

/** One command under way. Made at start and used again and again; its tag differs each time. */
final class CommandSlot {
  final int index;

  /** The Initiator Task Tag; 0 while the slot is free. */
  int tag;

  private int generation;
  private @Nullable ExecuteCommand command;

  /** The connection that the command has allegiance to (RFC 7143 4.2.2.3). */
  @Nullable IscsiInitiatorConnection connection;

  int cmdSn;

  /** Data-In bytes that came. */
  int dataInBytes;

  /** What the next Data-In or R2T is numbered; they share a sequence (RFC 7143 11.7.5, 11.8.1). */
  int nextDataSn;

  /** R2Ts that are not yet fully answered. */
  int openR2ts;

  /** PDUs in the transmitter that refer to the command's Data-Out Buffer. */
  int queuedPdus;

  /** Whether Data-In from {@link #nextDataSn} on was asked for again. */
  boolean dataAsked;

  /** Up to which Data-In its status, which came too early, waits for; -1 when none has come. */
  int awaitedDataSn;

  /** Whether the command's end is known and only waits for its memory to come back. */
  boolean ending;

  ServiceResponse endResponse = ServiceResponse.NEXUS_LOST;

  CommandSlot(int index) {
    this.index = index;
  }

  void begin(ExecuteCommand toRun, IscsiInitiatorConnection on, int number) {
    generation = generation >= 0x7FFE ? 1 : generation + 1;
    tag = generation << 16 | index;
    command = toRun;
    connection = on;
    cmdSn = number;
    dataInBytes = 0;
    nextDataSn = 0;
    openR2ts = 0;
    queuedPdus = 0;
    dataAsked = false;
    awaitedDataSn = -1;
    ending = false;
  }

  /** The command is sent again on {@code on}, as if for the first time, under its number. */
  void beginAgain(IscsiInitiatorConnection on) {
    moveTo(on);
    dataInBytes = 0;
    nextDataSn = 0;
  }

  /** The command goes on by {@code on}. */
  void moveTo(IscsiInitiatorConnection on) {
    connection = on;
    openR2ts = 0;
    dataAsked = false;
    awaitedDataSn = -1;
  }

  /** The command under way. */
  ExecuteCommand command() {
    ExecuteCommand current = command;
    if (current == null) {
      throw new IllegalStateException("a free slot has no command");
    }
    return current;
  }

  ExecuteCommand free() {
    ExecuteCommand ended = command();
    command = null;
    connection = null;
    tag = 0;
    return ended;
  }

  boolean isUsed() {
    return tag != 0;
  }
}
