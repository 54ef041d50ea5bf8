// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import org.quintain.sam.Check;

/**
 * The request limit of one channel (SRP r16a 4.5): how many requests the initiator may still send,
 * and how many it has sent that are not over. What is neither is what the next response, or an
 * SRP_CRED_REQ, gives it.
 */
final class RequestLimit {
  private int limit;
  private int credit;
  private int open;

  /** All of the limit goes to the initiator with the login. */
  RequestLimit(int limit) {
    this.limit = limit;
    this.credit = limit;
  }

  /** A request came, for which the initiator had credit. */
  void take() {
    Check.that(credit > 0, "a request is taken for credit", open);
    credit--;
    open++;
  }

  /** A request that was taken will be taken later. */
  void untake() {
    credit++;
    open--;
  }

  /** A request is over, whether it gets a response or not. */
  void onOver() {
    open--;
  }

  /** What the initiator gets with what is sent now. */
  int give() {
    int delta = due();
    credit += delta;
    return delta;
  }

  /** What it is to get. */
  int due() {
    return Math.max(0, limit - credit - open);
  }

  /**
   * Whether it is to get something that no response will bring soon enough: it has no credit left,
   * or nothing is open.
   */
  boolean isStarving() {
    return due() > 0 && (open == 0 || credit == 0);
  }

  /** How much it has. */
  int credit() {
    return credit;
  }

  /** How many requests are open. */
  int open() {
    return open;
  }

  /** Another limit from now on; credit that was given stays. */
  void change(int requests) {
    limit = requests;
  }

  /** The limit. */
  int limit() {
    return limit;
  }
}
