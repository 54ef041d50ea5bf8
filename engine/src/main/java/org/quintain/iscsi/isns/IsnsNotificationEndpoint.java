// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import java.util.List;

/**
 * A connection that was opened to us, as a name server does to tell of changes and to ask whether
 * we are there. Everybody may do so: a notification makes us ask the server, and is not believed.
 */
final class IsnsNotificationEndpoint extends IsnsStream {
  private static final long SILENCE_NS = 60_000_000_000L;

  private final IsnsClient client;

  IsnsNotificationEndpoint(IsnsClient client) {
    this.client = client;
  }

  @Override
  void onUp(long nowNs, String localAddress) {
    setDeadline(nowNs + SILENCE_NS);
  }

  @Override
  void onMessage(long nowNs, IsnsMessage message) {
    setDeadline(nowNs + SILENCE_NS);
    IsnsMessage answer = answerTo(message);
    if (answer != null) {
      send(answer);
      if (message.function() == IsnsFunction.STATE_CHANGE_NOTIFICATION) {
        client.onStateChange(nowNs);
      }
    }
  }

  /** What a request of the server gets; null for what is no request. */
  static @org.jspecify.annotations.Nullable IsnsMessage answerTo(IsnsMessage message) {
    if (message.isResponse()) {
      return null;
    }
    return switch (message.function()) {
      case IsnsFunction.STATE_CHANGE_NOTIFICATION ->
          // RFC 4171 5.7.5.8: the destination comes back.
          message.attributes().isEmpty()
              ? message.answer(IsnsFunction.MESSAGE_FORMAT_ERROR, List.of())
              : message.answer(IsnsFunction.SUCCESS, List.of(message.attributes().get(0)));
      case IsnsFunction.ENTITY_STATUS_INQUIRY ->
          // RFC 4171 5.7.5.13: all of it comes back.
          message.answer(IsnsFunction.SUCCESS, message.attributes());
      default -> message.answer(IsnsFunction.MESSAGE_NOT_SUPPORTED, List.of());
    };
  }

  @Override
  void onTimeUp(long nowNs) {
    close(nowNs, "nothing came for too long");
  }

  @Override
  void onEnded(long nowNs, String reason) {
    client.onNotificationsEnded();
  }
}
