// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.iscsi.target.TargetBench.Peer;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginResponsePdu;

/** Key lists longer than a PDU, both ways, in login and after it (RFC 7143 6.2, 11.12.2). */
final class LongTextTest {
  private static final int KEYS = 1100;

  private final TargetBench bench = new TargetBench(new ScriptedTarget(), 47);

  /** Names of vendors' keys that nobody knows, of about 26 bytes each with the value. */
  private static String unknownKeys(int count) {
    StringBuilder text = new StringBuilder();
    for (int key = 0; key < count; key++) {
      text.append("X-com.example.key.").append(key).append("=yes\0");
    }
    return text.toString();
  }

  private static List<byte[]> cut(String text, int lengthBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<byte[]> parts = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += lengthBytes) {
      int end = Math.min(bytes.length, at + lengthBytes);
      parts.add(java.util.Arrays.copyOfRange(bytes, at, end));
    }
    return parts;
  }

  private static String text(Pdu pdu) {
    return new String(pdu.data, StandardCharsets.UTF_8);
  }

  @Test
  void takesALoginTextOfSeveralPdusAndAnswersInSeveral() {
    Peer peer = bench.connect();
    String keys = String.join("\0", TargetBench.NAMES) + "\0" + unknownKeys(KEYS);
    List<byte[]> parts = cut(keys, 8192);
    assertThat(parts).hasSizeGreaterThan(3);
    Pdu response = null;
    for (int part = 0; part < parts.size(); part++) {
      int flags = part < parts.size() - 1 ? 0x44 : 0x87;
      response = peer.exchange(Pdu.login(flags).data(parts.get(part)).cmdSn(1));
      assertThat(LoginResponsePdu.status(response.header, 0)).isZero();
      assertThat(response.data.length > 0).isEqualTo(part == parts.size() - 1);
    }
    StringBuilder answer = new StringBuilder(text(response));
    int responses = 1;
    while ((response.flags() & 0x40) != 0) {
      assertThat(response.flags()).isEqualTo(0x44);
      response = peer.exchange(Pdu.login(0x87).cmdSn(1));
      answer.append(text(response));
      responses++;
    }
    assertThat(response.flags()).isEqualTo(0x87);
    assertThat(responses).isGreaterThan(4);
    assertThat(answer.toString().split("=NotUnderstood\0", -1)).hasSize(KEYS + 1);
    assertThat(bench.node.sessions()).hasSize(1);
  }

  @Test
  void refusesALoginTextBeyondItsBound() {
    Peer peer = bench.connect();
    String keys = String.join("\0", TargetBench.NAMES) + "\0" + unknownKeys(4 * KEYS);
    for (byte[] part : cut(keys, 8192)) {
      peer.send(Pdu.login(0x44).data(part).cmdSn(1));
    }
    List<Pdu> answers = peer.receiveAll();
    assertThat(LoginResponsePdu.status(answers.get(answers.size() - 1).header, 0))
        .isEqualTo(0x0200);
    assertThat(peer.isClosing()).isTrue();
  }

  /** Who asks on without reading gets no further: what is queued for one connection is bounded. */
  @Test
  void endsALoginWhoseInitiatorDoesNotRead() {
    Peer parts = bench.connect();
    for (int request = 0; request < 5000 && !parts.isClosing(); request++) {
      parts.send(Pdu.login(0x44, request == 0 ? TargetBench.NAMES : new String[0]).cmdSn(1));
    }
    assertThat(parts.isClosing()).isTrue();
    Peer answers = bench.connect();
    String keys = String.join("\0", TargetBench.NAMES) + "\0" + unknownKeys(KEYS);
    List<byte[]> cut = cut(keys, 8192);
    for (int part = 0; part < cut.size(); part++) {
      int flags = part < cut.size() - 1 ? 0x44 : 0x04;
      answers.send(Pdu.login(flags).data(cut.get(part)).cmdSn(1));
    }
    for (int request = 0; request < 50 && !answers.isClosing(); request++) {
      answers.send(Pdu.login(0x04).cmdSn(1));
    }
    assertThat(answers.isClosing()).isTrue();
  }

  @Test
  void takesATextOfSeveralPdusAndAnswersInSeveral() {
    Peer peer = bench.loggedIn();
    List<byte[]> parts = cut(unknownKeys(KEYS) + "SendTargets=\0", 8192);
    int transferTag = -1;
    Pdu response = null;
    for (int part = 0; part < parts.size(); part++) {
      int flags = part < parts.size() - 1 ? 0x40 : Pdu.F;
      response = peer.exchange(Pdu.textRequest(flags, 3, transferTag, 1).data(parts.get(part)));
      assertThat(response.opcode()).isEqualTo(IscsiOpcode.TEXT_RESPONSE);
      transferTag = response.transferTag();
    }
    StringBuilder answer = new StringBuilder(text(response));
    while (response.flags() != Pdu.F) {
      assertThat(response.flags()).isEqualTo(0x40);
      response = peer.exchange(Pdu.textRequest(Pdu.F, 3, response.transferTag(), 1));
      answer.append(text(response));
    }
    assertThat(answer.toString().split("=NotUnderstood\0", -1)).hasSize(KEYS + 1);
    assertThat(answer.toString()).contains("TargetName=" + TargetBench.TARGET + "\0");
    assertThat(response.transferTag()).isEqualTo(-1);
  }
}
