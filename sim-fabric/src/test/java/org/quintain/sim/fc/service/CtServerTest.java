// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The name server's bytes (FC-GS-8 clause 5), written out by hand. */
final class CtServerTest {
  private static final int INITIATOR = 0x010000;
  private static final int TARGET = 0x020100;
  private static final long INITIATOR_NAME = 0x2100_0000_0000_0001L;
  private static final long TARGET_NAME = 0x2200_0000_0000_0002L;
  private static final int FCP = 8;

  private final NameServer names = new NameServer();
  private final CtServer server = new CtServer(names);

  @BeforeEach
  void logIn() {
    names.logIn(INITIATOR, INITIATOR_NAME, 0x2000_0000_0000_0001L, 0x3000L);
    names.logIn(TARGET, TARGET_NAME, 0x2000_0000_0000_0002L, 0x3001L);
  }

  private static ByteBuffer request(int code, int maximumWords, byte[] payload) {
    ByteBuffer request = ByteBuffer.allocate(16 + payload.length);
    request.put(0, (byte) 1).put(4, (byte) 0xFC).put(5, (byte) 2);
    request.putShort(8, (short) code).putShort(10, (short) maximumWords);
    request.put(16, payload);
    return request;
  }

  private ByteBuffer ask(int who, int code, byte[] payload) {
    ByteBuffer request = request(code, 0, payload);
    return ByteBuffer.wrap(server.answer(who, request, request.capacity()));
  }

  private static byte[] bytes(int length, long... words) {
    ByteBuffer all = ByteBuffer.allocate(8 * words.length);
    for (long word : words) {
      all.putLong(word);
    }
    byte[] cut = new byte[length];
    System.arraycopy(all.array(), all.capacity() - length, cut, 0, length);
    return cut;
  }

  private void registerTarget() {
    ByteBuffer types = ByteBuffer.allocate(36).putInt(TARGET).putInt(0x100);
    assertThat(code(ask(TARGET, 0x0217, types.array()))).isEqualTo(0x8002);
    ByteBuffer features = ByteBuffer.allocate(8).putInt(TARGET).putInt(0x0000_0108);
    assertThat(code(ask(TARGET, 0x021F, features.array()))).isEqualTo(0x8002);
  }

  private static int code(ByteBuffer answer) {
    return answer.getShort(8) & 0xFFFF;
  }

  @Test
  void listsThePortsOfATypeWithTheirNames() {
    registerTarget();
    ByteBuffer answer = ask(INITIATOR, 0x0172, new byte[] {0, 0, 0, FCP});
    assertThat(code(answer)).isEqualTo(0x8002);
    assertThat(answer.capacity()).isEqualTo(16 + 16);
    assertThat(answer.getInt(16)).isEqualTo(0x80 << 24 | TARGET);
    assertThat(answer.getLong(24)).isEqualTo(TARGET_NAME);
  }

  @Test
  void marksTheLastOfSeveralAddresses() {
    ByteBuffer answer = ask(INITIATOR, 0x01A1, new byte[] {0x7F, 0, 0, 0});
    assertThat(answer.capacity()).isEqualTo(16 + 8);
    assertThat(answer.getInt(16)).isEqualTo(INITIATOR);
    assertThat(answer.getInt(20)).isEqualTo(0x80 << 24 | TARGET);
  }

  @Test
  void rejectsWhenNobodyRegisteredTheType() {
    ByteBuffer answer = ask(INITIATOR, 0x0171, new byte[] {0, 0, 0, FCP});
    assertThat(code(answer)).isEqualTo(0x8001);
    assertThat(answer.get(13)).as("unable to perform").isEqualTo((byte) 0x09);
    assertThat(answer.get(14)).as("FC-4 types not registered").isEqualTo((byte) 0x07);
  }

  @Test
  void tellsNamesFeaturesAndTypesByAddress() {
    registerTarget();
    byte[] target = bytes(4, TARGET);
    assertThat(ask(INITIATOR, 0x0112, target).getLong(16)).isEqualTo(TARGET_NAME);
    assertThat(ask(INITIATOR, 0x0113, target).getLong(16)).isEqualTo(0x2000_0000_0000_0002L);
    assertThat(ask(INITIATOR, 0x0117, target).getInt(16)).isEqualTo(0x100);
    assertThat(ask(INITIATOR, 0x011F, target).get(16 + 7)).as("target").isEqualTo((byte) 0x01);
    assertThat(ask(INITIATOR, 0x0121, bytes(8, TARGET_NAME)).getInt(16)).isEqualTo(TARGET);
    byte[] feature = {0, 0, 0, 0, 0, 0, 1, FCP};
    assertThat(ask(INITIATOR, 0x01F1, feature).getInt(16)).isEqualTo(0x80 << 24 | TARGET);
  }

  @Test
  void goesAroundAllPortsByGetAllNext() {
    ByteBuffer first = ask(INITIATOR, 0x0100, bytes(4, 0));
    assertThat(first.capacity()).isEqualTo(16 + 620);
    assertThat(first.getInt(16)).isEqualTo(0x01 << 24 | INITIATOR);
    ByteBuffer second = ask(INITIATOR, 0x0100, bytes(4, INITIATOR));
    assertThat(second.getInt(16)).isEqualTo(0x01 << 24 | TARGET);
    assertThat(second.getLong(20)).isEqualTo(TARGET_NAME);
    ByteBuffer third = ask(INITIATOR, 0x0100, bytes(4, TARGET));
    assertThat(third.getInt(16)).as("around the end").isEqualTo(0x01 << 24 | INITIATOR);
  }

  @Test
  void keepsSymbolicNames() {
    byte[] name =
        ByteBuffer.allocate(9)
            .putInt(TARGET)
            .put((byte) 4)
            .put(new byte[] {'d', 'i', 's', 'k'})
            .array();
    ask(TARGET, 0x0218, name);
    ByteBuffer answer = ask(INITIATOR, 0x0118, bytes(4, TARGET));
    assertThat(answer.capacity()).isEqualTo(16 + 256);
    assertThat(answer.get(16)).isEqualTo((byte) 4);
    assertThat(answer.get(20)).isEqualTo((byte) 'k');
    byte[] cut = {0, 2, 1, 0, 9, 'x'};
    assertThat(ask(TARGET, 0x0218, cut).get(13)).as("size").isEqualTo((byte) 0x04);
  }

  @Test
  void refusesToRegisterForAnother() {
    ByteBuffer types = ByteBuffer.allocate(36).putInt(TARGET).putInt(0x100);
    ByteBuffer answer = ask(INITIATOR, 0x0217, types.array());
    assertThat(code(answer)).isEqualTo(0x8001);
    assertThat(answer.get(14)).as("access denied").isEqualTo((byte) 0x10);
  }

  @Test
  void hidesPortsOfOtherZones() {
    registerTarget();
    ZoneSet apart = new ZoneSet(List.of(ZoneSet.Zone.of("one", INITIATOR_NAME)), true);
    names.setVisibility((one, other) -> apart.allows(one.portName(), other.portName()));
    assertThat(code(ask(INITIATOR, 0x0172, new byte[] {0, 0, 0, FCP}))).isEqualTo(0x8001);
    assertThat(code(ask(INITIATOR, 0x0112, bytes(4, TARGET)))).isEqualTo(0x8001);
    assertThat(code(ask(TARGET, 0x0172, new byte[] {0, 0, 0, FCP}))).isEqualTo(0x8002);
  }

  @Test
  void cutsAnAnswerAtWhatTheRequestAllows() {
    ByteBuffer request = request(0x01A1, 1, new byte[] {0x7F, 0, 0, 0});
    ByteBuffer answer = ByteBuffer.wrap(server.answer(INITIATOR, request, request.capacity()));
    assertThat(answer.capacity()).isEqualTo(16 + 4);
    assertThat(answer.getShort(10)).as("words left over").isEqualTo((short) 1);
  }

  @Test
  void rejectsWhatItDoesNotKnow() {
    assertThat(ask(INITIATOR, 0x0FFF, new byte[4]).get(13)).isEqualTo((byte) 0x01);
    ByteBuffer version = request(0x0100, 0, new byte[4]).put(0, (byte) 3);
    assertThat(server.answer(INITIATOR, version, 20)[13]).isEqualTo((byte) 0x02);
    ByteBuffer other = request(0x0100, 0, new byte[4]).put(4, (byte) 0xF7);
    assertThat(server.answer(INITIATOR, other, 20)[13]).isEqualTo((byte) 0x0B);
    assertThat(server.answer(INITIATOR, ByteBuffer.allocate(8), 8)[13]).isEqualTo((byte) 0x04);
  }
}
