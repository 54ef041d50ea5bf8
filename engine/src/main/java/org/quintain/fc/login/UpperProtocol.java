// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ExchangeListener;

/**
 * The FC-4 above one N_Port (FCP): says what its process logins ask for and grant, is told when
 * they stand and fall, and takes the exchanges that logged-in peers begin. Called on the port's
 * reactor.
 */
public interface UpperProtocol {
  /** TYPE of its frames. */
  int type();

  /**
   * The FC-4 features that the name server is told (RFF_ID): {@link
   * org.quintain.fc.wire.NameServerRequest#TARGET_FEATURE} and {@code INITIATOR_FEATURE}.
   */
  int features();

  /** Whether this end, being an initiator, is to log in to the peers that it finds. */
  boolean seeksPeers();

  /** The service parameters that our PRLI to {@code peer} asks for (word 3 of the page). */
  int serviceParameters(RemotePort peer);

  /**
   * PRLI came from {@code peer}, asking for {@code requested}. With an answer that grants, the
   * process login stands from now on; a peer that logs in again is told so by another call without
   * {@link #onLoggedOut} between, and the upper level decides what that means for what is open
   * (FCP-4 6.2).
   */
  ProcessLoginAnswer onProcessLogin(long nowNs, RemotePort peer, int requested);

  /** {@code peer} accepted our PRLI with {@code granted}: the process login stands. */
  void onProcessLoginAccepted(long nowNs, RemotePort peer, int granted);

  /** {@code peer} does not accept our PRLI, for good. */
  void onProcessLoginRefused(long nowNs, RemotePort peer);

  /**
   * No process login with {@code peer} stands any more, whichever end made it; its exchanges ended
   * before. Called only after one stood.
   */
  void onLoggedOut(long nowNs, RemotePort peer, LogoutCause cause);

  /**
   * {@code peer} begins an exchange of our TYPE; it has a process login. The answer is its user, or
   * null to have it forgotten. {@link Exchange#framePayloadMax()} is set already.
   *
   * @param frame the first frame's header at {@code base}
   */
  @Nullable ExchangeListener accept(
      long nowNs, RemotePort peer, Exchange exchange, ByteBuffer frame, int base);

  /**
   * REC asks about {@code exchange}, which is of our TYPE: FC4VALUE, the bytes that were
   * transferred (FCP-4 6.4).
   */
  long transferredBytes(Exchange exchange);

  /**
   * REC asks about an exchange of {@code remoteId}'s that is not there: whether it may have been,
   * and went with the link while the process login stayed.
   */
  default boolean mayHaveForgotten(long nowNs, int remoteId) {
    return false;
  }
}
