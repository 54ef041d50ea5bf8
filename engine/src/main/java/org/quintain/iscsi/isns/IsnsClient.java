// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import org.jspecify.annotations.Nullable;
import org.quintain.wire.StreamEndpoint;

/**
 * Keeps a network entity registered with a name server (RFC 4171): registers it, tells what
 * changes, shows life before the registration runs out, asks for notifications, begins anew when
 * the server was away or has forgotten, and takes everything back at the end. Sans-IO; all calls
 * come on one reactor.
 *
 * <pre>
 *   state      input                     next        effect
 *   IDLE       targets are wanted        CONNECTED   a stream is dialled
 *   CONNECTED  stream up                 CONNECTED   register with Replace, notifications, queries
 *   CONNECTED  other targets are wanted  CONNECTED   deregister what goes, register the rest
 *   CONNECTED  no targets are wanted     IDLE        deregister, close
 *   CONNECTED  stream lost, refusal      WAITING     dialled again, after twice the time of before
 *   WAITING    its time is over          CONNECTED   a stream is dialled
 *   any        stop                      STOPPED     deregister where that can be, close
 * </pre>
 */
public final class IsnsClient {
  private static final int DOUBLINGS_MAX = 16;
  private static final int NOTIFYING_MAX = 32;

  private final IsnsHost host;
  private final IsnsSettings settings;
  private final int notificationPort;

  private @Nullable IsnsEntity wanted;
  private @Nullable IsnsConnection connection;
  private int failures;
  private int notifying;
  private boolean isStopping;
  private boolean isStopped;

  /**
   * A client that has nothing to register yet.
   *
   * @param notificationPort where {@link #newNotificationEndpoint} is reached, 0 for nowhere
   */
  public IsnsClient(IsnsHost host, IsnsSettings settings, int notificationPort) {
    this.host = host;
    this.settings = settings;
    this.notificationPort = notificationPort;
  }

  /**
   * An endpoint for a connection that the server, or somebody, opened to tell us something; null
   * where there are too many of them.
   */
  public @Nullable StreamEndpoint newNotificationEndpoint() {
    if (notifying >= NOTIFYING_MAX) {
      return null;
    }
    notifying++;
    return new IsnsNotificationEndpoint(this);
  }

  void onNotificationsEnded() {
    notifying--;
  }

  /** Registers {@code entity} from now on, in place of what was before; nothing without targets. */
  public void want(long nowNs, IsnsEntity entity) {
    if (isStopping || entity.equals(wanted)) {
      return;
    }
    wanted = entity;
    IsnsConnection present = connection;
    if (present != null) {
      present.onWanted(nowNs);
    } else if (!entity.targets().isEmpty()) {
      dial(nowNs);
    }
  }

  /** Takes everything back, as far as the server is there, and ends. */
  public void stop(long nowNs) {
    if (isStopping) {
      return;
    }
    isStopping = true;
    IsnsConnection present = connection;
    if (present == null) {
      onStopDone(nowNs);
    } else if (!present.beginStop(nowNs)) {
      present.close(nowNs, "");
    }
  }

  /** A notification came: whoever may use a target may be another. */
  void onStateChange(long nowNs) {
    IsnsConnection present = connection;
    if (present != null) {
      present.onStateChange(nowNs);
    }
  }

  private void dial(long atNs) {
    IsnsConnection made = new IsnsConnection(this);
    connection = made;
    host.dialAt(atNs, made);
  }

  /** {@code gone} is at its end; {@code problem} is empty when it ended as it should. */
  void onConnectionEnded(long nowNs, IsnsConnection gone, String problem) {
    if (gone != connection) {
      return;
    }
    connection = null;
    if (isStopping) {
      onStopDone(nowNs);
      return;
    }
    IsnsEntity entity = wanted;
    if (entity == null || entity.targets().isEmpty()) {
      return;
    }
    if (problem.isEmpty()) {
      dial(nowNs);
      return;
    }
    long waitNs =
        Math.min(settings.retryMaxNs(), settings.retryNs() << Math.min(failures, DOUBLINGS_MAX));
    failures++;
    host.onTrouble(nowNs, problem);
    dial(nowNs + waitNs);
  }

  private void onStopDone(long nowNs) {
    if (!isStopped) {
      isStopped = true;
      host.onStopped(nowNs);
    }
  }

  void onRegistered(long nowNs, IsnsEntity entity) {
    failures = 0;
    host.onRegistered(nowNs, entity);
  }

  @Nullable IsnsEntity wanted() {
    return wanted;
  }

  IsnsHost host() {
    return host;
  }

  IsnsSettings settings() {
    return settings;
  }

  int notificationPort() {
    return notificationPort;
  }
}
