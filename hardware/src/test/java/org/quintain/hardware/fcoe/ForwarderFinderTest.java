// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.hardware.ethernet.MacAddress;
import org.quintain.hardware.fcoe.FipMessage.Operation;
import org.quintain.hardware.fcoe.ForwarderFinder.State;

/** How an end node finds a fabric and notices that it is gone (FC-BB-6 7.9.3, 7.9.5). */
final class ForwarderFinderTest {
  private static final long MS = 1_000_000L;
  private static final long FIRST = 0x0200_0000_0001L;
  private static final long SECOND = 0x0200_0000_0002L;

  private final List<String> told = new ArrayList<>();
  private final ForwarderFinder finder =
      new ForwarderFinder(
          new ForwarderFinder.Outlet() {
            @Override
            public void requestVlans() {
              requests++;
            }

            @Override
            public void useVlan(int vlan) {
              if (vlan != 0 || !told.isEmpty()) {
                told.add("vlan " + vlan);
              }
            }

            @Override
            public void solicit(long destination) {
              told.add("solicit " + MacAddress.text(destination));
            }

            @Override
            public void onForwarder(long nowNs, Forwarder forwarder) {
              told.add("join " + MacAddress.text(forwarder.address));
            }

            @Override
            public void onForwarderLost(long nowNs, String reason) {
              told.add("lost, since " + reason);
            }

            @Override
            public void keepAlive(Forwarder forwarder) {
              told.add("alive");
            }
          });
  private int requests;
  private long nowNs;

  private static FipMessage advertisement(long from, int flags, int priority) {
    FipMessage message = new FipMessage().clear(Operation.DISCOVERY_ADVERTISEMENT);
    message.flags = FipMessage.FABRIC_PROVIDED | FipMessage.FORWARDER | flags;
    message.address = from;
    message.nodeName = 0x1000_0000_0000_0000L | from;
    message.fcMap = 0x0EFC00;
    message.fabricName = 77;
    message.priority = priority;
    message.keepAliveMs = 1_000;
    return message;
  }

  private void advertise(long from, int flags, int priority) {
    finder.onAdvertisement(nowNs, advertisement(from, flags, priority));
  }

  private void answer(long from, int priority) {
    advertise(from, FipMessage.SOLICITED | FipMessage.AVAILABLE, priority);
  }

  private void tellVlans(int... vlans) {
    FipMessage message = new FipMessage().clear(Operation.VLAN_NOTIFICATION);
    message.flags = FipMessage.FORWARDER;
    message.address = FIRST;
    for (int vlan : vlans) {
      message.addVlan(vlan);
    }
    finder.onVlans(nowNs, message);
  }

  private void run(long forMs) {
    for (long endNs = nowNs + forMs * MS; nowNs < endNs; nowNs += MS) {
      finder.onDeadline(nowNs);
    }
  }

  @Test
  void solicitsAtLongerAndLongerIntervalsUntilSomebodyAnswers() {
    finder.start(nowNs);

    run(4_000);

    assertThat(told).hasSize(4).containsOnly("solicit 01:10:18:01:00:02");
    assertThat(finder.state()).isEqualTo(State.SEEKING);
  }

  @Test
  void choosesTheForwarderOfTheBestPriority() {
    finder.start(nowNs);
    run(1);
    answer(FIRST, 128);
    run(10);
    answer(SECOND, 1);
    run(300);

    assertThat(told).endsWith("join 02:00:00:00:00:02");
    assertThat(finder.state()).isEqualTo(State.JOINED);
  }

  @Test
  void asksAForwarderThatAdvertisesWhetherLongFramesComeThrough() {
    finder.start(nowNs);
    run(1);
    advertise(FIRST, FipMessage.AVAILABLE, 128);
    run(300);

    assertThat(told).endsWith("solicit 02:00:00:00:00:01");
    assertThat(finder.state()).isEqualTo(State.SEEKING);
  }

  @Test
  void joinsNobodyWhoTakesNoLogins() {
    finder.start(nowNs);
    run(1);
    advertise(FIRST, FipMessage.SOLICITED, 128);
    run(300);

    assertThat(finder.chosen()).isNull();
  }

  @Test
  void heedsNoAdvertisementThatIsNotAForwardersOrGivesNoAddresses() {
    finder.start(nowNs);
    run(1);
    for (int flag : new int[] {FipMessage.FORWARDER, FipMessage.FABRIC_PROVIDED}) {
      FipMessage message = advertisement(FIRST, FipMessage.SOLICITED | FipMessage.AVAILABLE, 128);
      message.flags &= ~flag;
      finder.onAdvertisement(nowNs, message);
    }
    run(300);

    assertThat(finder.state()).isEqualTo(State.SEEKING);
  }

  @Test
  void keepsAliveAndNoticesSilenceAfterTwoPeriodsAndAHalf() {
    finder.start(nowNs);
    run(1);
    answer(FIRST, 128);
    run(250);
    told.clear();

    run(2_200);
    assertThat(told).containsExactly("alive", "alive");

    run(200);
    assertThat(told).contains("lost, since the forwarder is silent");
    assertThat(told).endsWith("solicit 01:10:18:01:00:02");
  }

  @Test
  void staysWhileAdvertisementsCome() {
    finder.start(nowNs);
    run(1);
    answer(FIRST, 128);
    for (int count = 0; count < 10; count++) {
      run(1_000);
      advertise(FIRST, FipMessage.AVAILABLE, 128);
    }

    assertThat(finder.state()).isEqualTo(State.JOINED);
    assertThat(told).noneMatch(each -> each.startsWith("lost"));
  }

  @Test
  void sendsNoLifeToAForwarderThatDoesNotCare() {
    finder.start(nowNs);
    run(1);
    FipMessage message = advertisement(FIRST, FipMessage.SOLICITED | FipMessage.AVAILABLE, 128);
    message.expectsNoKeepAlive = true;
    finder.onAdvertisement(nowNs, message);
    run(2_000);

    assertThat(told).doesNotContain("alive");
  }

  @Test
  void looksAnewWhenTheForwarderLeadsElsewhere() {
    finder.start(nowNs);
    run(1);
    answer(FIRST, 128);
    run(300);
    FipMessage message = advertisement(FIRST, FipMessage.AVAILABLE, 128);
    message.fabricName = 78;
    finder.onAdvertisement(nowNs, message);

    assertThat(told).contains("lost, since the forwarder leads to another fabric now");
    assertThat(finder.state()).isEqualTo(State.SEEKING);
  }

  @Test
  void asksForVlansBesideSolicitingWithoutOne() {
    finder.start(nowNs);
    run(4_000);
    assertThat(requests).isEqualTo(4);

    tellVlans(100);
    run(1);
    assertThat(told).endsWith("vlan 100", "solicit 01:10:18:01:00:02");
    run(4_000);
    assertThat(requests).isEqualTo(4);
  }

  @Test
  void leavesAForwarderOutsideTheVlansThatItIsTold() {
    finder.start(nowNs);
    run(1);
    answer(FIRST, 128);
    tellVlans(100);
    run(300);

    assertThat(finder.state()).isEqualTo(State.SEEKING);
    answer(FIRST, 128);
    run(300);
    assertThat(told).endsWith("join 02:00:00:00:00:01");
  }

  @Test
  void triesOneVlanAfterTheOtherAndNoneAgain() {
    finder.start(nowNs);
    run(1);
    tellVlans(100, 0, 100, 4095, 200);
    run(16_000);

    assertThat(told.stream().filter(each -> each.startsWith("vlan")))
        .containsExactly("vlan 100", "vlan 200", "vlan 0");
    assertThat(requests).isGreaterThan(1);
  }

  @Test
  void staysWhereItIsJoinedWhateverItIsTold() {
    finder.start(nowNs);
    run(1);
    answer(FIRST, 128);
    run(300);
    told.clear();
    tellVlans(100);

    assertThat(finder.state()).isEqualTo(State.JOINED);
    assertThat(told).isEmpty();
  }

  @Test
  void looksInItsVlanFirstWhenTheForwarderIsLost() {
    finder.start(nowNs);
    run(1);
    tellVlans(100);
    run(1);
    answer(FIRST, 128);
    run(300);
    told.clear();
    run(3_000);

    assertThat(told).contains("lost, since the forwarder is silent");
    assertThat(told).noneMatch(each -> each.startsWith("vlan"));
  }

  @Test
  void takesNoVlansThatAreNone() {
    finder.start(nowNs);
    run(1);
    told.clear();
    tellVlans(0, 4095);
    tellVlans();

    assertThat(told).isEmpty();
  }
}
