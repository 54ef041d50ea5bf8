// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextKeyListTest {
  private final TextKeyList keys = new TextKeyList();

  @Test
  void readsPairsInTheirOrder() {
    assertThat(parse("InitiatorName=iqn.2026-11.org.quintain:a\0SessionType=Normal\0").isOk())
        .isTrue();
    assertThat(keys).hasToString("InitiatorName=iqn.2026-11.org.quintain:a,SessionType=Normal");
  }

  @Test
  void keepsEqualsSignsAndEmptyValues() {
    assertThat(parse("CHAP_C=0bQQ==\0SendTargets=\0").isOk()).isTrue();
    assertThat(keys.valueOf("CHAP_C")).isEqualTo("0bQQ==");
    assertThat(keys.valueOf(IscsiKey.SEND_TARGETS)).isEmpty();
  }

  @Test
  void skipsZeroBytesAfterTheLastPair() {
    assertThat(parse("A=1\0\0\0\0").isOk()).isTrue();
    assertThat(keys.size()).isEqualTo(1);
  }

  @Test
  void takesNamesOf63BytesAndRefuses64() {
    assertThat(parse("K".repeat(63) + "=1\0").isOk()).isTrue();
    assertThat(parse("K".repeat(64) + "=1\0").status()).isEqualTo(0x0200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A=1",
        "A\0",
        "=1\0",
        "A=1\0\0B=2\0",
        "A B=1\0",
        "1A=1\0",
        "\u00c4=1\0",
        "-A=1\0",
        "A=1\0B"
      })
  void refusesMalformedPairs(String text) {
    NegotiationResult result = parse(text);
    assertThat(result.status()).isEqualTo(0x0200);
    assertThat(result.reason()).isNotEmpty();
  }

  @Test
  void refusesValuesThatAreNotUtf8() {
    byte[] bytes = {'A', '=', (byte) 0xC3, (byte) 0x28, 0};
    assertThat(keys.parse(ByteBuffer.wrap(bytes), 0, bytes.length).isOk()).isFalse();
  }

  @Test
  void assemblerRefusesMoreThanItsBound() {
    TextAssembler assembler = new TextAssembler(16);
    byte[] piece = "A=1\0".getBytes(StandardCharsets.UTF_8);
    for (int index = 0; index < 4; index++) {
      assembler.onSegment(ByteBuffer.wrap(piece), 0, 4);
    }
    assertThat(assembler.isTooLong()).isFalse();
    assembler.onSegment(ByteBuffer.wrap(piece), 0, 1);
    assertThat(assembler.isTooLong()).isTrue();
    assertThat(assembler.takeKeys(keys).status()).isEqualTo(0x0200);
    assertThat(assembler.isPartial()).isFalse();
  }

  @Property(seed = "2246686117")
  void whatIsEncodedIsReadBack(@ForAll("pairs") @Size(max = 20) List<String> values) {
    TextKeyList from = listOf(values);
    byte[] bytes = from.encode();
    assertThat(keys.parse(ByteBuffer.wrap(bytes), 0, bytes.length).isOk()).isTrue();
    assertThat(keys).hasToString(from.toString());
  }

  @Property(seed = "1319463560")
  void anyCutIntoSegmentsYieldsTheSameKeys(
      @ForAll("pairs") @Size(max = 20) List<String> values,
      @ForAll @IntRange(min = 1, max = 40) int segment) {
    TextKeyList from = listOf(values);
    TextSegments segments = new TextSegments();
    segments.load(from);
    TextAssembler assembler = new TextAssembler(TextAssembler.BOUND_BYTES);
    ByteBuffer wire = ByteBuffer.allocate(64);
    while (segments.remainingBytes() > 0) {
      int length = segments.next(wire, 7, segment);
      assertThat(length).isBetween(1, segment);
      assembler.onSegment(wire, 7, length);
    }
    assertThat(assembler.takeKeys(keys).isOk()).isTrue();
    assertThat(keys).hasToString(from.toString());
  }

  @Property(seed = "19935417")
  void noBytesMakeTheParserThrow(@ForAll @Size(max = 300) byte[] bytes) {
    NegotiationResult result = keys.parse(ByteBuffer.wrap(bytes), 0, bytes.length);
    assertThat(result.isOk()).isEqualTo(result.reason().isEmpty());
  }

  @Provide
  Arbitrary<List<String>> pairs() {
    return Arbitraries.strings().excludeChars('\0').ascii().ofMaxLength(60).list().ofMaxSize(20);
  }

  private static TextKeyList listOf(List<String> values) {
    TextKeyList from = new TextKeyList();
    for (int index = 0; index < values.size(); index++) {
      from.add("Key-" + index, values.get(index));
    }
    return from;
  }

  private NegotiationResult parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer shifted = ByteBuffer.allocate(bytes.length + 3).put(3, bytes);
    return keys.parse(shifted, 3, bytes.length);
  }
}
