// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

/** A fabric's FCoE forwarder on the link, as its advertisements tell of it (FC-BB-6 7.9.7.3). */
final class Forwarder {
  private static final long MS = 1_000_000L;

  /** What a forwarder that does not say advertises at (FC-BB-6 table 57). */
  private static final long USUAL_PERIOD_NS = 8_000 * MS;

  final long address;
  final long switchName;
  final long fabricName;
  final int fcMap;
  int priority;
  long periodNs = USUAL_PERIOD_NS;
  boolean expectsKeepAlive;
  boolean isAvailable;

  /** Whether it answered a solicitation, and so was seen to take long frames. */
  boolean hasAnswered;

  /** When it last said that it is there. */
  long heardNs;

  /** Whoever sent {@code advertisement}. */
  Forwarder(FipMessage advertisement) {
    address = advertisement.address;
    switchName = advertisement.nodeName;
    fabricName = advertisement.fabricName;
    fcMap = advertisement.fcMap;
  }

  /** Whether {@code advertisement} is of the same forwarder to the same fabric. */
  boolean isSame(FipMessage advertisement) {
    return address == advertisement.address
        && switchName == advertisement.nodeName
        && fabricName == advertisement.fabricName
        && fcMap == advertisement.fcMap;
  }

  /** Takes down what may change. */
  void note(long nowNs, FipMessage advertisement) {
    heardNs = nowNs;
    priority = advertisement.priority;
    isAvailable = (advertisement.flags & FipMessage.AVAILABLE) != 0;
    hasAnswered |= (advertisement.flags & FipMessage.SOLICITED) != 0;
    expectsKeepAlive = !advertisement.expectsNoKeepAlive;
    if (advertisement.keepAliveMs > 0) {
      periodNs = advertisement.keepAliveMs * MS;
    }
  }

  /** How long it may be silent: two advertisements are missed (FC-BB-6 7.9.5). */
  long silenceNs() {
    return periodNs * 5 / 2;
  }
}
