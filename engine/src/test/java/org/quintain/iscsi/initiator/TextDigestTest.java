// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.initiator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.wire.IscsiOpcode;

/** Text Requests that a target discards over their digest (RFC 7143 7.8, 7.12). */
final class TextDigestTest {
  private static TestPdu reject(TestPdu rejected, int reason) {
    return TestPdu.of(IscsiOpcode.REJECT, 0x80, -1, rejected.headerBytes()).putByte(2, reason);
  }

  /** RFC 7143 7.8, 7.12: a discarded request has ended its exchange, which is begun anew. */
  @Test
  void beginsATextAnewWhenTheTargetDiscardedItOverItsDigest() {
    ScriptedTarget target = ScriptedTarget.established();
    List<String> heard = new ArrayList<>();
    TextKeyList keys = new TextKeyList();
    for (int key = 0; key < 700; key++) {
      keys.add("X-com.example." + key, "yes");
    }
    target.session.requestText(target.nowNs, keys, (nowNs, answer, why) -> heard.add(why));
    target.drain();
    for (int round = 0; round < 3; round++) {
      TestPdu first = target.next(IscsiOpcode.TEXT_REQUEST);
      assertThat(first.flags()).isEqualTo(0x40);
      assertThat(first.getInt(20)).isEqualTo(-1);
      assertThat(first.text()).startsWith("X-com.example.0=yes,");
      target.send(target.numbered(reject(first, 2)));
    }
    TestPdu first = target.next(IscsiOpcode.TEXT_REQUEST);
    target.send(
        target.numbered(TestPdu.of(IscsiOpcode.TEXT_RESPONSE, 0, first.tag()).putInt(20, 9)));
    TestPdu second = target.next(IscsiOpcode.TEXT_REQUEST);
    assertThat(second.getInt(20)).isEqualTo(9);
    assertThat(heard).isEmpty();
    target.send(target.numbered(reject(second, 2)));
    assertThat(heard.toString()).contains("reason 2");
  }
}
