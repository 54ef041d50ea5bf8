// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.quintain.wire.OutgoingSequence;

final class FrameCutterTest {
  private static final int INLINE = 512;

  private final FrameCutter cutter = new FrameCutter();
  private final ByteBuffer frame = ByteBuffer.allocate(4096);

  private static OutgoingSequence sequence(String header) {
    OutgoingSequence made =
        new OutgoingSequence(
            0, ByteBuffer.allocate(8 + OutgoingSequence.HEADER_BYTES + INLINE), 8, INLINE);
    made.clear();
    made.header().put(8, Hex.bytes(header), 0, OutgoingSequence.HEADER_BYTES);
    made.framePayloadMax(2112);
    return made;
  }

  @Test
  void makesTheFrameThatLinuxSentForAnRtvRequest() {
    OutgoingSequence rtv = sequence("22 00000a 00 00000b 01 290000 00 00 0000 0001 ffff 00000000");
    rtv.header().putInt(rtv.inlinePayload(4), 0x0E000000);
    cutter.begin(rtv);

    int length = cutter.next(frame, 3);

    assertThat(Hex.of(frame, 3, length))
        .isEqualTo("2200000a0000000b01290000000000000001ffff000000000e0000002fb3dc43");
    assertThat(cutter.startDelimiter().fcoeCode()).isEqualTo(0x2E);
    assertThat(cutter.endDelimiter().fcoeCode()).isEqualTo(0x42);
    assertThat(cutter.hasNext()).isFalse();
  }

  @Test
  void saysTheEndInTheLastFrameOnlyAndCountsBothWays() {
    OutgoingSequence data = sequence("01 00000a 00 00000b 08 990008 07 00 fffe 0001 0002 00001000");
    ByteBuffer memory = ByteBuffer.allocate(5000);
    data.payload().add(memory, 0, 4225);

    cutter.begin(data);

    assertThat(cutter.next(frame, 0)).isEqualTo(24 + 2112 + 4);
    assertThat(FrameHeader.frameControl(frame, 0)).isEqualTo(0x800008);
    assertThat(FrameHeader.sequenceCount(frame, 0)).isEqualTo(0xFFFE);
    assertThat(FrameHeader.parameter(frame, 0)).isEqualTo(0x1000);
    assertThat(cutter.startDelimiter()).isEqualTo(StartDelimiter.SOF_I3);
    assertThat(cutter.endDelimiter()).isEqualTo(EndDelimiter.EOF_N);
    cutter.next(frame, 0);
    assertThat(FrameHeader.sequenceCount(frame, 0)).isEqualTo(0xFFFF);
    assertThat(FrameHeader.parameter(frame, 0)).isEqualTo(0x1000 + 2112);
    assertThat(cutter.startDelimiter()).isEqualTo(StartDelimiter.SOF_N3);
    assertThat(cutter.nextLengthBytes()).isEqualTo(24 + 4 + 4);
    assertThat(cutter.next(frame, 0)).isEqualTo(24 + 4 + 4);
    assertThat(FrameHeader.frameControl(frame, 0)).isEqualTo(0x99000B);
    assertThat(FrameHeader.sequenceCount(frame, 0)).isZero();
    assertThat(FrameHeader.parameter(frame, 0)).isEqualTo(0x1000 + 4224);
    assertThat(cutter.endDelimiter()).isEqualTo(EndDelimiter.EOF_T);
    assertThat(cutter.hasNext()).isFalse();
  }

  @Test
  void leavesTheParameterAloneWhereItIsNoRelativeOffset() {
    OutgoingSequence data = sequence("22 00000a 00 00000b 01 290000 00 00 0000 0001 ffff 00000005");
    data.framePayloadMax(128);
    data.inlinePayload(130);
    cutter.begin(data);
    cutter.next(frame, 0);

    cutter.next(frame, 0);

    assertThat(FrameHeader.parameter(frame, 0)).isEqualTo(5);
  }

  @Test
  void goesOnWithASequenceThatOthersBegan() {
    OutgoingSequence piece =
        sequence("01 00000a 00 00000b 08 000008 07 00 0002 0001 0002 00000400");
    piece.inlinePayload(512);
    piece.continues(true);
    cutter.begin(piece);

    assertThat(cutter.next(frame, 0)).isEqualTo(24 + 512 + 4);
    assertThat(cutter.startDelimiter()).isEqualTo(StartDelimiter.SOF_N3);
    assertThat(cutter.endDelimiter()).isEqualTo(EndDelimiter.EOF_N);
    assertThat(FrameHeader.sequenceCount(frame, 0)).isEqualTo(2);
  }

  @Test
  void sendsAFrameEvenWithoutPayload() {
    OutgoingSequence abort =
        sequence("81 00000a 00 00000b 00 090000 00 00 0000 0001 ffff 00000000");
    cutter.begin(abort);

    assertThat(FrameCutter.frameCount(abort)).isOne();
    assertThat(cutter.next(frame, 0)).isEqualTo(28);
    assertThat(new FrameCrc().isRight(frame, 0, 24)).isTrue();
  }

  @Property(seed = "3973875020", tries = 200)
  void piecesOfMemoryAndFramesMakeTheSamePayload(
      @ForAll @IntRange(min = 0, max = 20_000) int length,
      @ForAll @IntRange(min = 32, max = 528) int words,
      @ForAll @IntRange(min = 1, max = 700) int piece) {
    ByteBuffer memory = ByteBuffer.allocateDirect(20_000);
    for (int index = 0; index < length; index++) {
      memory.put(index, (byte) (index * 31 + index / 256));
    }
    OutgoingSequence data = sequence("01 00000a 00 00000b 08 990008 07 00 0000 0001 0002 00000000");
    data.framePayloadMax(words * 4);
    int step = Math.max(piece, length / 96 + 1);
    for (int at = 0; at < length; at += step) {
      data.payload().add(memory, at, Math.min(step, length - at));
    }
    cutter.begin(data);
    ByteBuffer back = ByteBuffer.allocate(20_004);
    int frames = 0;
    int received = 0;
    while (cutter.hasNext()) {
      int bytes = cutter.next(frame, 0);
      assertThat(new FrameCrc().isRight(frame, 0, bytes - 4)).isTrue();
      int fill = FrameHeader.frameControl(frame, 0) & FrameControl.FILL_BYTES_MASK;
      int payload = bytes - 28 - fill;
      assertThat(FrameHeader.sequenceCount(frame, 0)).isEqualTo(frames++);
      assertThat(FrameHeader.parameter(frame, 0)).isEqualTo(received);
      back.put(received, frame, 24, payload);
      received += payload;
    }
    assertThat(received).isEqualTo(length);
    assertThat(frames).isEqualTo(FrameCutter.frameCount(data));
    assertThat(back.slice(0, length)).isEqualTo(memory.slice(0, length));
  }
}
