// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Which node a connection goes to. */
final class SessionSorterTest {
  private static ByteBuffer login(String name, long isid, int cid) {
    byte[] text =
        ("InitiatorName=" + name + "\0TargetName=iqn.2026-11.org.quintain:x\0")
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer pdu = ByteBuffer.allocate(48 + text.length);
    pdu.put(0, (byte) 0x43).putInt(4, text.length).putLong(8, isid << 16);
    return pdu.putShort(20, (short) cid).put(48, text);
  }

  @Test
  void givesConnectionsOfOneSessionToOneNode() {
    SessionSorter sorter = new SessionSorter(3);
    int first = sorter.nodeOf(login("iqn.2026-11.org.quintain:a", 1, 0), false);
    sorter.nodeOf(login("iqn.2026-11.org.quintain:b", 1, 0), false);
    assertThat(sorter.nodeOf(login("iqn.2026-11.org.quintain:a", 1, 7), false)).isEqualTo(first);
    assertThat(sorter.nodeOf(login("IQN.2026-11.org.quintain:A", 1, 0), false)).isEqualTo(first);
  }

  @Test
  void letsSessionsTakeTurns() {
    SessionSorter sorter = new SessionSorter(3);
    int[] sessions = new int[3];
    for (int isid = 0; isid < 30; isid++) {
      sessions[sorter.nodeOf(login("iqn.2026-11.org.quintain:a", isid, 0), false)]++;
    }
    assertThat(sessions).containsOnly(10);
  }

  @Test
  void waitsForTheWholeOfTheFirstRequest() {
    SessionSorter sorter = new SessionSorter(2);
    ByteBuffer whole = login("iqn.2026-11.org.quintain:a", 1, 0);
    for (int length = 0; length < whole.capacity(); length++) {
      assertThat(sorter.nodeOf(whole.duplicate().limit(length), false))
          .as("%d bytes", length)
          .isEqualTo(SessionSorter.MORE);
    }
    assertThat(sorter.nodeOf(whole.duplicate().limit(20), true)).isZero();
    assertThat(sorter.nodeOf(whole.duplicate().limit(60), true)).isBetween(0, 1);
  }

  @Test
  void sendsWhatIsNoLoginSomewhere() {
    SessionSorter sorter = new SessionSorter(2);
    ByteBuffer other = ByteBuffer.allocate(48);
    assertThat(sorter.nodeOf(other, false)).isZero();
  }

  @Test
  void givesAConnectionThatNamesItsSessionToTheNodeThatGaveOutTheHandle() {
    SessionSorter sorter = new SessionSorter(3);
    for (int tsih = 1; tsih <= 9; tsih++) {
      ByteBuffer joining = login("iqn.2026-11.org.quintain:a", tsih, 0).putShort(14, (short) tsih);
      assertThat(sorter.nodeOf(joining, false)).isEqualTo((tsih - 1) % 3);
    }
  }
}
