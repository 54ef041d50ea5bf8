// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quintain.iscsi.isns.IsnsEntity.Membership;
import org.quintain.iscsi.isns.IsnsEntity.Portal;
import org.quintain.iscsi.isns.IsnsEntity.Target;
import org.quintain.memory.SegmentList;
import org.quintain.wire.StreamEndpoint;
import org.quintain.wire.StreamWire;

/** A client before a name server that the test plays. */
final class IsnsClientTest implements IsnsHost, StreamWire {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final Portal ANY = new Portal("", 3260);
  private static final Portal OTHER = new Portal("2001:db8::1", 3261);

  private final List<String> told = new ArrayList<>();
  private final List<Long> dials = new ArrayList<>();
  private final ArrayDeque<IsnsMessage> requests = new ArrayDeque<>();
  private IsnsClient client = new IsnsClient(this, IsnsSettings.DEFAULTS, 4711);
  private StreamEndpoint dialled = new IsnsNotificationEndpoint(client);
  private long nowNs = 1000;

  @Override
  public void dialAt(long atNs, StreamEndpoint endpoint) {
    dials.add(atNs);
    dialled = endpoint;
  }

  @Override
  public void onRegistered(long atNs, IsnsEntity entity) {
    told.add("registered " + entity.targets().size());
  }

  @Override
  public void onTrouble(long atNs, String sentence) {
    told.add(sentence);
  }

  @Override
  public void onInitiators(long atNs, String target, Set<String> initiators) {
    told.add(target + " " + initiators);
  }

  @Override
  public void onStopped(long atNs) {
    told.add("stopped");
  }

  @Override
  public void markReady() {
    // The test looks for output whenever it wants to.
  }

  @Override
  public String peerAddress() {
    return "192.0.2.9:3205";
  }

  @Override
  public String localAddress() {
    return "192.0.2.1:40000";
  }

  private static IsnsEntity entity(String... targets) {
    List<Target> all = new ArrayList<>();
    for (String target : targets) {
      all.add(new Target(target, "", List.of(new Membership(ANY, 1), new Membership(OTHER, 7))));
    }
    return new IsnsEntity("us", List.of(ANY, OTHER), all);
  }

  private void connect() {
    dialled.onConnected(nowNs, this);
  }

  /** The next request of the client. */
  private IsnsMessage request() {
    drain(dialled);
    assertThat(requests).isNotEmpty();
    return requests.remove();
  }

  private void drain(StreamEndpoint from) {
    IsnsReceiver receiver = new IsnsReceiver((atNs, message) -> requests.add(message));
    SegmentList gathered = new SegmentList(4);
    while (from.hasOutput()) {
      gathered.clear();
      from.gather(gathered, 50);
      ByteBuffer space = receiver.receiveSpace();
      int length = 0;
      for (int index = 0; index < gathered.count(); index++) {
        space.put(
            space.position() + length,
            gathered.base(index),
            gathered.offset(index),
            gathered.length(index));
        length += gathered.length(index);
      }
      from.onSent(nowNs, length);
      receiver.onReceived(nowNs, length);
    }
  }

  private void send(StreamEndpoint to, IsnsMessage message) {
    ByteBuffer bytes = message.encoded();
    ByteBuffer space = to.receiveSpace();
    int length = bytes.remaining();
    space.put(space.position(), bytes, 0, length);
    to.onReceived(nowNs, length);
  }

  private IsnsMessage answer(int status, IsnsAttribute... attributes) {
    IsnsMessage request = request();
    send(dialled, request.answer(status, Arrays.asList(attributes)));
    return request;
  }

  private void silentFor(long ns) {
    nowNs += ns;
    while (dialled.nextDeadlineNs() <= nowNs) {
      dialled.onDeadline(nowNs);
    }
  }

  private void registered(String... targets) {
    client.want(nowNs, entity(targets));
    connect();
    answer(0);
    for (int count = 0; count < targets.length; count++) {
      assertThat(answer(0).function()).isEqualTo(IsnsFunction.SCN_REGISTRATION);
    }
  }

  @Test
  void registersEntityPortalsTargetsAndTheirPortalGroups() {
    client.want(nowNs, entity("iqn.a", "iqn.b"));
    assertThat(dials).containsExactly(nowNs);
    connect();
    IsnsMessage registration = answer(0);
    assertThat(registration.function()).isEqualTo(IsnsFunction.DEVICE_ATTRIBUTE_REGISTRATION);
    assertThat(registration.flags()).isEqualTo(IsnsFunction.FROM_CLIENT | IsnsFunction.REPLACE);
    List<IsnsAttribute> all = registration.attributes();
    assertThat(all)
        .extracting(IsnsAttribute::tag)
        .containsExactly(
            32, 1, 0, 1, 2, 6, 16, 17, 23, 16, 17, 23, 32, 33, 48, 49, 50, 51, 48, 49, 50, 51, 32,
            33, 48, 49, 50, 51, 48, 49, 50, 51);
    assertThat(all.get(0).text()).isEqualTo("iqn.a");
    assertThat(all.get(1).text()).isEqualTo("us");
    assertThat(all.get(6)).hasToString("16=00000000000000000000ffffc0000201");
    assertThat(all.get(8).number()).isEqualTo(4711);
    assertThat(all.get(9)).hasToString("16=20010db8000000000000000000000001");
    assertThat(all.get(13).number()).isEqualTo(IsnsTag.NODE_TARGET);
    assertThat(all.get(17).number()).isEqualTo(1);
    assertThat(all.get(21).number()).isEqualTo(7);
    assertThat(told).containsExactly("registered 2");
    IsnsMessage notifications = request();
    assertThat(notifications.function()).isEqualTo(IsnsFunction.SCN_REGISTRATION);
    assertThat(notifications.attributes().get(3).number()).isEqualTo(0x9C);
  }

  @Test
  void saysThroughWhichPortalsATargetIsNotReached() {
    Target half = new Target("iqn.a", "half", List.of(new Membership(OTHER, 7)));
    client.want(nowNs, new IsnsEntity("us", List.of(ANY, OTHER), List.of(half)));
    connect();
    List<IsnsAttribute> all = request().attributes();
    assertThat(all)
        .filteredOn(each -> each.tag() == IsnsTag.PG_TAG)
        .extracting(each -> each.value().length)
        .containsExactly(0, 4);
    assertThat(all)
        .filteredOn(each -> each.tag() == IsnsTag.ISCSI_ALIAS)
        .extracting(IsnsAttribute::text)
        .containsExactly("half");
  }

  @Test
  void tellsWhatComesAndWhatGoes() {
    registered("iqn.a", "iqn.b");
    client.want(nowNs, entity("iqn.b", "iqn.c"));
    IsnsMessage gone = answer(0);
    assertThat(gone.function()).isEqualTo(IsnsFunction.DEVICE_DEREGISTRATION);
    assertThat(gone.attributes())
        .extracting(IsnsAttribute::text)
        .containsExactly("iqn.a", "", "iqn.a");
    IsnsMessage came = answer(0);
    assertThat(came.function()).isEqualTo(IsnsFunction.DEVICE_ATTRIBUTE_REGISTRATION);
    assertThat(came.flags()).isEqualTo(IsnsFunction.FROM_CLIENT);
    assertThat(answer(0).attributes().get(0).text()).isEqualTo("iqn.c");
    assertThat(told).containsExactly("registered 2", "registered 2");
  }

  @Test
  void takesUpWhatWasWantedWhileItRegistered() {
    client.want(nowNs, entity("iqn.a"));
    connect();
    client.want(nowNs, entity("iqn.a", "iqn.b"));
    assertThat(answer(0).attributes()).hasSize(22);
    assertThat(answer(0).function()).isEqualTo(IsnsFunction.SCN_REGISTRATION);
    assertThat(answer(0).attributes()).hasSize(32);
    assertThat(told).containsExactly("registered 1", "registered 2");
  }

  @Test
  void showsLifeThriceWithinThePeriodThatTheServerGrants() {
    client.want(nowNs, entity("iqn.a"));
    connect();
    answer(0, IsnsAttribute.number(IsnsTag.REGISTRATION_PERIOD, 90));
    answer(0);
    silentFor(30 * SECOND_NS - 1);
    assertThat(dialled.hasOutput()).isFalse();
    silentFor(1);
    IsnsMessage life = request();
    assertThat(life.function()).isEqualTo(IsnsFunction.DEVICE_ATTRIBUTE_QUERY);
    send(
        dialled,
        life.answer(
            0,
            List.of(IsnsAttribute.DELIMITER, IsnsAttribute.text(IsnsTag.ENTITY_IDENTIFIER, "us"))));
    silentFor(30 * SECOND_NS);
    assertThat(answer(IsnsFunction.NO_SUCH_ENTRY).function())
        .isEqualTo(IsnsFunction.DEVICE_ATTRIBUTE_QUERY);
    // The server has forgotten us.
    assertThat(request().flags()).isEqualTo(IsnsFunction.FROM_CLIENT | IsnsFunction.REPLACE);
  }

  @Test
  void asksAServerThatIsAwayEverMoreRarely() {
    client.want(nowNs, entity("iqn.a"));
    long[] waits = {1, 2, 4, 8, 16, 32, 60, 60};
    for (long seconds : waits) {
      dialled.onDisconnected(nowNs, "nobody listens");
      assertThat(dials.get(dials.size() - 1) - nowNs).isEqualTo(seconds * SECOND_NS);
      nowNs = dials.get(dials.size() - 1);
    }
    assertThat(told).hasSize(8).containsOnly("nobody listens");
    connect();
    answer(0);
    dialled.onDisconnected(nowNs, "gone");
    assertThat(dials.get(dials.size() - 1) - nowNs).isEqualTo(SECOND_NS);
  }

  @Test
  void leavesAServerThatRefusesOrSaysNothing() {
    client.want(nowNs, entity("iqn.a"));
    connect();
    StreamEndpoint refused = dialled;
    answer(3);
    assertThat(refused.wantsClose()).isTrue();
    StreamEndpoint silent = dialled;
    connect();
    silentFor(10 * SECOND_NS);
    assertThat(silent.wantsClose()).isTrue();
    assertThat(dials).hasSize(3);
    assertThat(told)
        .containsExactly(
            "the registration was refused: invalid registration",
            "the name server does not answer");
  }

  @Test
  void takesEverythingBackWhenItStops() {
    registered("iqn.a");
    client.stop(nowNs);
    IsnsMessage gone = answer(0);
    assertThat(gone.function()).isEqualTo(IsnsFunction.DEVICE_DEREGISTRATION);
    assertThat(gone.attributes()).extracting(IsnsAttribute::tag).containsExactly(32, 0, 1);
    assertThat(dialled.wantsClose()).isTrue();
    dialled.onDisconnected(nowNs, "closed");
    client.want(nowNs, entity("iqn.z"));
    assertThat(told).containsExactly("registered 1", "stopped");
    assertThat(dials).hasSize(1);
  }

  @Test
  void stopsAtOnceWhereThereIsNoServer() {
    client.want(nowNs, entity("iqn.a"));
    client.stop(nowNs);
    assertThat(told).containsExactly("stopped");
    connect();
    assertThat(dialled.hasOutput()).isFalse();
    assertThat(dialled.wantsClose()).isTrue();
  }

  @Test
  void isAwayWhileThereAreNoTargets() {
    client.want(nowNs, entity());
    assertThat(dials).isEmpty();
    registered("iqn.a");
    client.want(nowNs, entity());
    assertThat(answer(0).function()).isEqualTo(IsnsFunction.DEVICE_DEREGISTRATION);
    dialled.onDisconnected(nowNs, "closed");
    assertThat(dials).hasSize(1);
    client.want(nowNs, entity("iqn.b"));
    assertThat(dials).hasSize(2);
  }

  @Test
  void learnsWhichInitiatorsMayUseEachTargetAndAsksAgainWhenSomethingChanged() {
    client = new IsnsClient(this, IsnsSettings.DEFAULTS.withAccessControl(true), 4711);
    registered("iqn.a");
    answer(
        0,
        IsnsAttribute.number(IsnsTag.ISCSI_NODE_TYPE, 2),
        IsnsAttribute.DELIMITER,
        IsnsAttribute.text(IsnsTag.ISCSI_NAME, "iqn.one"),
        IsnsAttribute.text(IsnsTag.ISCSI_NAME, "iqn.two"));
    StreamEndpoint notices = client.newNotificationEndpoint();
    notices.onConnected(nowNs, this);
    IsnsAttribute destination = IsnsAttribute.text(IsnsTag.ISCSI_NAME, "iqn.a");
    send(
        notices,
        new IsnsMessage(
            IsnsFunction.STATE_CHANGE_NOTIFICATION,
            IsnsFunction.FROM_SERVER,
            77,
            0,
            List.of(destination, new IsnsAttribute(IsnsTag.TIMESTAMP, new byte[8]))));
    drain(notices);
    IsnsMessage heard = requests.remove();
    assertThat(heard.function()).isEqualTo(0x8008);
    assertThat(heard.transaction()).isEqualTo(77);
    assertThat(heard.attributes()).containsExactly(destination);
    answer(IsnsFunction.NO_SUCH_ENTRY);
    assertThat(told).containsExactly("registered 1", "iqn.a [iqn.one, iqn.two]", "iqn.a []");
  }

  @Test
  void answersWhetherItIsThere() {
    StreamEndpoint notices = client.newNotificationEndpoint();
    notices.onConnected(nowNs, this);
    List<IsnsAttribute> all =
        List.of(
            new IsnsAttribute(IsnsTag.TIMESTAMP, new byte[8]),
            IsnsAttribute.text(IsnsTag.ENTITY_IDENTIFIER, "us"));
    send(notices, new IsnsMessage(IsnsFunction.ENTITY_STATUS_INQUIRY, 0, 5, 0, all));
    send(notices, new IsnsMessage(IsnsFunction.DEVICE_ATTRIBUTE_QUERY, 0, 6, 0, all));
    drain(notices);
    assertThat(requests.remove()).isEqualTo(new IsnsMessage(0x800D, 0x8000, 5, 0, all));
    assertThat(requests.remove().status()).isEqualTo(IsnsFunction.MESSAGE_NOT_SUPPORTED);
    nowNs += 60 * SECOND_NS;
    notices.onDeadline(nowNs);
    assertThat(notices.wantsClose()).isTrue();
  }

  @Test
  void takesNoMoreThanAFewConnectionsOfOthers() {
    List<StreamEndpoint> open = new ArrayList<>();
    StreamEndpoint next = client.newNotificationEndpoint();
    for (; next != null; next = client.newNotificationEndpoint()) {
      open.add(next);
    }
    assertThat(open).hasSize(32);
    open.get(0).onDisconnected(nowNs, "gone");
    assertThat(client.newNotificationEndpoint()).isNotNull();
    assertThat(client.newNotificationEndpoint()).isNull();
  }

  @Test
  void asksForEntityStatusInquiriesOnlyWhereTheyAreWanted() {
    client = new IsnsClient(this, IsnsSettings.DEFAULTS.withPeriods(60, 20), 4711);
    client.want(nowNs, entity("iqn.a"));
    connect();
    List<IsnsAttribute> all = request().attributes();
    assertThat(all)
        .contains(
            IsnsAttribute.number(IsnsTag.ESI_INTERVAL, 20),
            IsnsAttribute.number(IsnsTag.ESI_PORT, 4711));
  }
}
