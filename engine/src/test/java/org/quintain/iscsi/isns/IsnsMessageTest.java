// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The bytes of iSNSP (RFC 4171 5), and what becomes of bytes that are none of it. */
final class IsnsMessageTest {
  private final List<IsnsMessage> received = new ArrayList<>();
  private final IsnsReceiver receiver = new IsnsReceiver((nowNs, message) -> received.add(message));

  private void receive(byte[] bytes, Random random) {
    int at = 0;
    while (at < bytes.length) {
      ByteBuffer space = receiver.receiveSpace();
      int piece =
          Math.min(1 + random.nextInt(5000), Math.min(bytes.length - at, space.remaining()));
      space.put(space.position(), bytes, at, piece);
      receiver.onReceived(0, piece);
      at += piece;
    }
  }

  private static byte[] bytes(IsnsMessage message) {
    ByteBuffer encoded = message.encoded();
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  @Test
  void writesTheBytesOfTheStandard() {
    IsnsMessage query =
        IsnsMessage.request(
            IsnsFunction.DEVICE_ATTRIBUTE_QUERY,
            0,
            0x1234,
            List.of(
                IsnsAttribute.text(IsnsTag.ISCSI_NAME, "iqn.x"),
                IsnsAttribute.number(IsnsTag.ISCSI_NODE_TYPE, 2),
                IsnsAttribute.DELIMITER,
                IsnsAttribute.empty(IsnsTag.ISCSI_NAME)));
    assertThat(HexFormat.of().formatHex(bytes(query)))
        .isEqualTo(
            "00010002002c8c00" // version, function, payload of 44 bytes, client, first and last
                + "12340000"
                + "0000002000000008" // the name, with its NUL, in whole words
                + "69716e2e78000000"
                + "000000210000000400000002"
                + "0000000000000000"
                + "0000002000000000");
  }

  @Test
  void putsTheStatusInFrontOfWhatAResponseSays() {
    IsnsMessage request =
        new IsnsMessage(
            IsnsFunction.ENTITY_STATUS_INQUIRY,
            IsnsFunction.FROM_SERVER,
            7,
            0,
            List.of(IsnsAttribute.text(IsnsTag.ENTITY_IDENTIFIER, "abc")));
    receive(bytes(request.answer(6, request.attributes())), new Random(1));
    assertThat(received).hasSize(1);
    assertThat(received.get(0).isResponse()).isTrue();
    assertThat(received.get(0).status()).isEqualTo(6);
    assertThat(received.get(0).transaction()).isEqualTo(7);
    assertThat(received.get(0).attributes()).isEqualTo(request.attributes());
  }

  @Property(seed = "4148009949", tries = 200)
  void whatIsWrittenIsReadAgainHoweverItIsCut(
      @ForAll @Size(max = 40) List<@IntRange(max = 9000) Integer> lengths, @ForAll long seed) {
    Random random = new Random(seed);
    List<IsnsAttribute> attributes = new ArrayList<>();
    for (int length : lengths) {
      byte[] value = new byte[length & ~3];
      random.nextBytes(value);
      attributes.add(new IsnsAttribute(random.nextInt(), value));
    }
    IsnsMessage sent =
        IsnsMessage.request(random.nextInt(0x8000), 0, random.nextInt(0x10000), attributes);
    received.clear();
    receive(bytes(sent), random);
    receive(bytes(sent), random);
    assertThat(receiver.isFailed()).isFalse();
    assertThat(received).containsExactly(sent, sent);
  }

  @Property(seed = "2063890535", tries = 1000)
  void noBytesMakeItThrowOrGrow(@ForAll @Size(max = 400) byte[] bytes, @ForAll long seed) {
    IsnsReceiver fresh = new IsnsReceiver((nowNs, message) -> received.add(message));
    Random random = new Random(seed);
    // A header that is right more often than not, so that more than versions is looked at.
    byte[] shaped = bytes.clone();
    for (int at = 0; at + 12 <= shaped.length && random.nextInt(4) > 0; at += 12) {
      shaped[at] = 0;
      shaped[at + 1] = 1;
      shaped[at + 4] = 0;
      shaped[at + 5] = (byte) (shaped[at + 5] & 0x3C);
      int place = random.nextBoolean() ? 0x0C : 0x04;
      shaped[at + 6] = (byte) ((shaped[at + 6] | place) & ~0x20);
      at += shaped[at + 5];
    }
    for (int at = 0; at < shaped.length; ) {
      ByteBuffer space = fresh.receiveSpace();
      assertThat(space.remaining()).isPositive();
      assertThat(space.capacity()).isLessThan(70_000);
      int piece = Math.min(1 + random.nextInt(50), Math.min(space.remaining(), shaped.length - at));
      space.put(space.position(), shaped, at, piece);
      fresh.onReceived(0, piece);
      at += piece;
    }
  }

  @Property(seed = "2775000038", tries = 500)
  void aMessageWithAByteThatIsWrongIsReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes =
        bytes(
            IsnsMessage.request(
                IsnsFunction.STATE_CHANGE_NOTIFICATION,
                0,
                9,
                List.of(
                    IsnsAttribute.text(IsnsTag.ISCSI_NAME, "iqn.2026-11.org.quintain:disk0"),
                    IsnsAttribute.number(IsnsTag.ISCSI_SCN_BITMAP, 0x18))));
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    IsnsReceiver fresh =
        new IsnsReceiver(
            (nowNs, message) -> {
              received.add(message);
              IsnsNotificationEndpoint.answerTo(message);
            });
    ByteBuffer space = fresh.receiveSpace();
    space.put(space.position(), bytes);
    fresh.onReceived(0, bytes.length);
    assertThat(fresh.receiveSpace().hasRemaining()).isTrue();
  }

  @Test
  void refusesAMessageWithoutEnd() {
    byte[] pdu =
        bytes(
            IsnsMessage.request(
                1,
                0,
                1,
                List.of(new IsnsAttribute(1, new byte[IsnsMessage.PAYLOAD_BYTES_MAX - 8]))));
    ByteBuffer header = ByteBuffer.wrap(pdu);
    Random random = new Random(2);
    int sent = 0;
    for (int sequence = 0; !receiver.isFailed(); sequence++) {
      int place = sequence == 0 ? IsnsFunction.FIRST_PDU : 0;
      header.putShort(6, (short) (IsnsFunction.FROM_CLIENT | place)).putShort(10, (short) sequence);
      receive(pdu, random);
      sent += pdu.length;
      assertThat(sent).isLessThan(2 * IsnsReceiver.MESSAGE_BYTES_MAX);
    }
    assertThat(received).isEmpty();
  }

  @Test
  void refusesWhatIsAuthenticatedSinceItCannotTellWhetherThatIsRight() {
    byte[] pdu = bytes(IsnsMessage.request(1, IsnsFunction.WITH_AUTHENTICATION, 1, List.of()));
    receive(pdu, new Random(3));
    assertThat(receiver.isFailed()).isTrue();
  }
}
