// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.ib;

/**
 * What a connection is requested with; every value can be one that is wrong. Without a further word
 * path MTU 256, three retries where no receive is posted, and else seven after a second each, so
 * that a machine that does other things meanwhile is not taken for one that is gone.
 */
public final class RawSetup {
  private static final int QUEUE_PAIR = 0x010001;

  private int mtuCode = 1;
  private int retryCount = 7;
  private int rnrRetryCount = 3;
  private int ackTimeoutCode = 18;
  private int readsTaken = 4;
  private int firstNumber = 0xFFFFF0;

  /** Sets the code of the path MTU: 1 is 256 bytes, 5 is 4096. */
  public RawSetup mtuCode(int code) {
    mtuCode = code;
    return this;
  }

  /** Lets the target try again after 67 ms where nothing comes, and twice. */
  public RawSetup impatient() {
    ackTimeoutCode = 14;
    retryCount = 2;
    return this;
  }

  /** Sets how often the target tries again where nothing comes. */
  public RawSetup retryCount(int count) {
    retryCount = count;
    return this;
  }

  /** Sets how often the target tries again where we say that no receive is posted. */
  public RawSetup rnrRetryCount(int count) {
    rnrRetryCount = count;
    return this;
  }

  /** Sets how many reads of the target's we take at a time. */
  public RawSetup readsTaken(int count) {
    readsTaken = count;
    return this;
  }

  /** Our queue pair's number. */
  public int queuePair() {
    return QUEUE_PAIR;
  }

  int mtuCode() {
    return mtuCode;
  }

  int mtuBytes() {
    return 128 << mtuCode;
  }

  int retryCount() {
    return retryCount;
  }

  int rnrRetryCount() {
    return rnrRetryCount;
  }

  int ackTimeoutCode() {
    return ackTimeoutCode;
  }

  int readsTaken() {
    return readsTaken;
  }

  int firstNumber() {
    return firstNumber;
  }

  /** Sets the sequence number that the target is to begin with. */
  public RawSetup firstNumber(int number) {
    firstNumber = number;
    return this;
  }
}
