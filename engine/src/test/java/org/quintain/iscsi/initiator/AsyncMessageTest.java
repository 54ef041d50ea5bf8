// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quintain.iscsi.initiator.ScriptedTarget.established;

import org.junit.jupiter.api.Test;
import org.quintain.iscsi.wire.IscsiOpcode;

/** Asynchronous Messages that leave the session as it is (RFC 7143 11.9.1). */
final class AsyncMessageTest {
  @Test
  void asyncMessagesOfScsiEventsAreHandedOnWithTheirSense() {
    ScriptedTarget target = established();
    byte[] data = {0, 3, 0x70, 0, 6};
    TestPdu event = TestPdu.of(IscsiOpcode.ASYNCHRONOUS_MESSAGE, 0x80, -1, data);
    target.send(target.numbered(event.putByte(9, 1)));
    target.send(target.numbered(TestPdu.of(IscsiOpcode.ASYNCHRONOUS_MESSAGE, 0x80, -1)));
    assertThat(target.events).contains("event at 1000000000000: [112, 0, 6]");
    assertThat(target.session.counters().scsiEvents()).isEqualTo(1);
    assertThat(target.session.counters().asyncMessages()).isEqualTo(2);
  }

  @Test
  void asyncMessageOfAnotherConnectionsDropLeavesThisOneAlone() {
    ScriptedTarget target = established();
    target.send(
        target
            .numbered(TestPdu.of(IscsiOpcode.ASYNCHRONOUS_MESSAGE, 0x80, -1))
            .putByte(36, 2)
            .putByte(39, 5));
    assertThat(target.session.state()).isEqualTo(SessionState.LOGGED_IN);
  }
}
