// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

/**
 * The user of exchanges: a login, an FC-4's end. Called on the port's reactor; may call the {@link
 * ExchangeManager} from within.
 */
public interface ExchangeListener {
  /**
   * A sequence came, or came broken: look at {@link ReceivedSequence#status}. Neither sequence nor
   * its payload is valid after the call. With the last sequence of an exchange, its user releases
   * the exchange when it is done with it.
   */
  void onSequence(long nowNs, Exchange exchange, ReceivedSequence sequence);

  /**
   * The peer wants {@code exchange} aborted (ABTS). Sequences of it not yet taken by the wire have
   * been given up, those that come are discarded. The user answers by {@link
   * ExchangeManager#acceptAbort}, from within or later, and then gets {@link #onEnded}.
   */
  void onAbortRequested(long nowNs, Exchange exchange);

  /**
   * {@code exchange} ended without its user's release; it is not the user's any more. Memory of
   * sequences still on their way is told free by their own listeners.
   */
  void onEnded(long nowNs, Exchange exchange, ExchangeEnd end);

  /**
   * Nothing came within the time set by {@link ExchangeManager#awaitReply}. The exchange stays
   * open.
   */
  void onReplyTimeout(long nowNs, Exchange exchange);
}
