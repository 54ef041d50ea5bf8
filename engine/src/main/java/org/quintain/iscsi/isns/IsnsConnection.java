// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.InternetAddress;

/** Our connection to the name server: one request after the other, each with a time to answer. */
final class IsnsConnection extends IsnsStream {
  private static final long SECOND_NS = 1_000_000_000L;

  /** How often life is shown within a registration period. */
  private static final int SIGNS_PER_PERIOD = 3;

  /** Takes the response to a request. */
  @FunctionalInterface
  private interface Taker {
    void onResponse(long nowNs, IsnsMessage response);
  }

  private record Request(int function, int flags, List<IsnsAttribute> attributes, Taker taker) {}

  private final IsnsClient client;
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private @Nullable Request underWay;
  private int transaction;
  private @Nullable IsnsRequests requests;

  /** What the server has of us, or null. */
  private @Nullable IsnsEntity registered;

  private int periodSeconds;
  private boolean isQuerying;
  private boolean isQueriedAgain;
  private boolean isRegistering;
  private boolean isLeaving;

  IsnsConnection(IsnsClient client) {
    this.client = client;
    this.periodSeconds = client.settings().registrationPeriodSeconds();
  }

  @Override
  void onUp(long nowNs, String localAddress) {
    requests =
        new IsnsRequests(
            InternetAddress.host(localAddress), client.notificationPort(), client.settings());
    register(nowNs);
  }

  /** Other targets or portals are to be registered than before. */
  void onWanted(long nowNs) {
    if (requests != null && !isClosing() && !isRegistering && !isLeaving) {
      register(nowNs);
    }
  }

  /** Takes everything back; false when there is nothing that could be. */
  boolean beginStop(long nowNs) {
    if (requests == null || isClosing()) {
      return false;
    }
    leave(nowNs);
    return true;
  }

  private void leave(long nowNs) {
    IsnsRequests ours = requests;
    IsnsEntity entity = registered;
    if (isLeaving) {
      return;
    }
    isLeaving = true;
    waiting.clear();
    if (ours == null || (entity == null && !isRegistering)) {
      close(nowNs, "");
      return;
    }
    IsnsEntity known = entity == null ? client.wanted() : entity;
    if (known == null || known.targets().isEmpty()) {
      close(nowNs, "");
      return;
    }
    registered = null;
    request(
        nowNs,
        IsnsFunction.DEVICE_DEREGISTRATION,
        0,
        ours.deregistration(known),
        (atNs, response) -> close(atNs, ""));
  }

  private void register(long nowNs) {
    IsnsEntity entity = client.wanted();
    IsnsRequests ours = requests;
    if (ours == null || entity == null) {
      return;
    }
    if (entity.targets().isEmpty()) {
      leave(nowNs);
      return;
    }
    IsnsEntity placed = ours.placed(entity);
    IsnsEntity before = registered;
    isRegistering = true;
    List<IsnsAttribute> gone = before == null ? List.of() : ours.deregistration(before, placed);
    if (!gone.isEmpty()) {
      request(nowNs, IsnsFunction.DEVICE_DEREGISTRATION, 0, gone, (atNs, response) -> {});
    }
    // What an earlier life of ours left behind goes when everything is replaced.
    request(
        nowNs,
        IsnsFunction.DEVICE_ATTRIBUTE_REGISTRATION,
        before == null ? IsnsFunction.REPLACE : 0,
        ours.registration(placed),
        (atNs, response) -> onRegistration(atNs, response, entity, placed));
  }

  private void onRegistration(
      long nowNs, IsnsMessage response, IsnsEntity entity, IsnsEntity placed) {
    isRegistering = false;
    if (isLeaving) {
      return;
    }
    if (response.status() != IsnsFunction.SUCCESS) {
      fail(nowNs, "the registration was refused", response.status());
      return;
    }
    IsnsAttribute period = response.first(IsnsTag.REGISTRATION_PERIOD);
    if (period != null && period.number() > 0) {
      periodSeconds = period.number();
    }
    List<String> known = registered == null ? List.of() : registered.names();
    registered = placed;
    IsnsRequests ours = requests;
    for (String target : placed.names()) {
      if (ours != null && client.notificationPort() > 0 && !known.contains(target)) {
        request(
            nowNs,
            IsnsFunction.SCN_REGISTRATION,
            0,
            ours.notifications(target),
            (atNs, answer) -> onNotifications(atNs, target, answer));
      }
    }
    client.onRegistered(nowNs, placed);
    query(nowNs);
    if (!entity.equals(client.wanted())) {
      register(nowNs);
    }
  }

  private void onNotifications(long nowNs, String target, IsnsMessage response) {
    if (response.status() != IsnsFunction.SUCCESS) {
      client
          .host()
          .onTrouble(
              nowNs,
              "notifications for "
                  + target
                  + " were refused: "
                  + IsnsFunction.statusText(response.status()));
    }
  }

  /** Something changed at the server. */
  void onStateChange(long nowNs) {
    if (registered != null && !isClosing() && !isLeaving) {
      query(nowNs);
    }
  }

  /** Asks which initiators each target may be used by, unless that is being asked. */
  private void query(long nowNs) {
    IsnsRequests ours = requests;
    IsnsEntity entity = registered;
    if (ours == null || entity == null || !client.settings().isAccessControl()) {
      return;
    }
    if (isQuerying) {
      // What was answered already may be another answer by now.
      isQueriedAgain = true;
      return;
    }
    isQuerying = true;
    List<String> names = entity.names();
    for (int index = 0; index < names.size(); index++) {
      String target = names.get(index);
      boolean isLast = index == names.size() - 1;
      request(
          nowNs,
          IsnsFunction.DEVICE_ATTRIBUTE_QUERY,
          0,
          ours.initiators(target),
          (atNs, response) -> {
            onInitiators(atNs, target, response);
            if (isLast) {
              onQueried(atNs);
            }
          });
    }
  }

  private void onQueried(long nowNs) {
    isQuerying = false;
    if (isQueriedAgain) {
      isQueriedAgain = false;
      query(nowNs);
    }
  }

  private void onInitiators(long nowNs, String target, IsnsMessage response) {
    if (response.status() == IsnsFunction.SUCCESS
        || response.status() == IsnsFunction.NO_SUCH_ENTRY) {
      client
          .host()
          .onInitiators(
              nowNs,
              target,
              new LinkedHashSet<>(response.textsBehindDelimiter(IsnsTag.ISCSI_NAME)));
    } else {
      fail(nowNs, "the query for initiators was refused", response.status());
    }
  }

  private void showLife(long nowNs) {
    IsnsRequests ours = requests;
    IsnsEntity entity = registered;
    if (ours == null || entity == null) {
      return;
    }
    request(
        nowNs,
        IsnsFunction.DEVICE_ATTRIBUTE_QUERY,
        0,
        ours.presence(entity),
        (atNs, response) -> {
          boolean isKnown =
              response.status() == IsnsFunction.SUCCESS
                  && !response.textsBehindDelimiter(IsnsTag.ENTITY_IDENTIFIER).isEmpty();
          if (isKnown) {
            query(atNs);
          } else {
            registered = null;
            register(atNs);
          }
        });
  }

  private void fail(long nowNs, String what, int status) {
    close(nowNs, what + ": " + IsnsFunction.statusText(status));
  }

  private void request(
      long nowNs, int function, int flags, List<IsnsAttribute> attributes, Taker taker) {
    waiting.add(new Request(function, flags, attributes, taker));
    next(nowNs);
  }

  private void next(long nowNs) {
    if (underWay != null || isClosing()) {
      return;
    }
    Request first = waiting.poll();
    if (first == null) {
      setDeadline(nowNs + periodSeconds * SECOND_NS / SIGNS_PER_PERIOD);
      return;
    }
    underWay = first;
    transaction = (transaction + 1) & 0xFFFF;
    setDeadline(nowNs + client.settings().answerTimeoutNs());
    send(IsnsMessage.request(first.function(), first.flags(), transaction, first.attributes()));
  }

  @Override
  void onMessage(long nowNs, IsnsMessage message) {
    IsnsMessage answer = IsnsNotificationEndpoint.answerTo(message);
    if (answer != null) {
      send(answer);
      if (message.function() == IsnsFunction.STATE_CHANGE_NOTIFICATION) {
        onStateChange(nowNs);
      }
      return;
    }
    Request answered = underWay;
    if (answered == null
        || message.transaction() != transaction
        || message.function() != (answered.function() | IsnsFunction.RESPONSE)) {
      // An answer that nobody waits for.
      return;
    }
    underWay = null;
    answered.taker().onResponse(nowNs, message);
    next(nowNs);
  }

  @Override
  void onTimeUp(long nowNs) {
    if (underWay != null) {
      close(nowNs, "the name server does not answer");
    } else {
      showLife(nowNs);
    }
  }

  @Override
  void onEnded(long nowNs, String reason) {
    client.onConnectionEnded(nowNs, this, reason);
  }
}
