// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.wire.OutgoingSequence;

/** Frames that Linux' libfc and its kernel target sent each other, read and made again. */
final class GoldenFramesTest {
  private static final String PLOGI =
      "2200000a0000000b01290000000000000001ffff00000000"
          + "030000002020000a8000084000ff001f000007d0200002000000000b100002000000000b"
          + "0000000000000000000000000000000000000000000000000000000000000000"
          + "880000000000084000ff000000010000"
          + "0000000000000000000000000000000000000000000000000000000000000000"
          + "6c5f1700";
  private static final String FLOGI =
      "2200000a0000000b01290000000000000001ffff00000000"
          + "040000002020000a8000084000000000000000002000020000"
          + "00000b100002000000000b"
          + "0000000000000000000000000000000000000000000000000000000000000000"
          + "88000000000000000000000000000000"
          + "0000000000000000000000000000000000000000000000000000000000000000";
  private static final String PRLI =
      "2200000b0000000a01290000000000000001ffff00000000"
          + "20100014080020000000000000000000000001a24e29b5eb";
  private static final String PRLI_ACCEPT =
      "2300000b0000000a01990000000000000001ffff00000000"
          + "02100014080021000000000000000000000001a29b32ef4e";
  private static final String RTV_ACCEPT =
      "2300000b0000000a01990000000000000001ffff00000000"
          + "0200000000000fa0000007d000000000777ad2bd";
  private static final String COMMAND =
      "0600000b0000000a08290000000000000000ffff00000000"
          + "0000000000000000000000021200000024000000000000000000000000000024"
          + "1d20aee0";
  private static final String DATA_WITH_FILL =
      "0100000a0000000b0888000b010000000001000000000000"
          + "00800009"
          + "73657269616c303100000000"
          + "3c41311d";
  private static final String STATUS =
      "0700000a0000000b08980000020000000000000000000000"
          + "000000000000000000000000000000000000000000000000a9b15deb";
  private static final String LOGO =
      "2200000b0000000a01290000000000000000ffff00000000" + "050000000000000a200002000000000a";

  @ParameterizedTest
  @ValueSource(strings = {PLOGI, PRLI, PRLI_ACCEPT, RTV_ACCEPT, COMMAND, DATA_WITH_FILL, STATUS})
  void makesEveryFrameAgainFromItsHeaderAndPayload(String digits) {
    ByteBuffer frame = Hex.bytes(digits);
    int length = frame.capacity() - FrameCrc.LENGTH_BYTES;
    int fill = FrameHeader.frameControl(frame, 0) & FrameControl.FILL_BYTES_MASK;
    OutgoingSequence sequence = new OutgoingSequence(0, ByteBuffer.allocate(280), 0, 256);
    sequence.clear();
    sequence.framePayloadMax(2112);
    copyHeader(frame, sequence.header());
    sequence
        .payload()
        .add(frame, FrameHeader.LENGTH_BYTES, length - FrameHeader.LENGTH_BYTES - fill);
    ByteBuffer made = ByteBuffer.allocateDirect(300);
    FrameCutter cutter = new FrameCutter();
    cutter.begin(sequence);

    int madeLength = cutter.next(made, 7);

    assertThat(new FrameCrc().isRight(frame, 0, length)).isTrue();
    assertThat(Hex.of(made, 7, madeLength)).isEqualTo(digits);
    assertThat(new FrameCrc().isRight(made, 7, length)).isTrue();
  }

  /** Field by field, each read and then written. */
  private static void copyHeader(ByteBuffer from, ByteBuffer into) {
    FrameHeader.routingControl(into, 0, FrameHeader.routingControl(from, 0));
    FrameHeader.destinationId(into, 0, FrameHeader.destinationId(from, 0));
    FrameHeader.classSpecificControl(into, 0, FrameHeader.classSpecificControl(from, 0));
    FrameHeader.sourceId(into, 0, FrameHeader.sourceId(from, 0));
    FrameHeader.type(into, 0, FrameHeader.type(from, 0));
    FrameHeader.frameControl(
        into, 0, FrameHeader.frameControl(from, 0) & ~FrameControl.FILL_BYTES_MASK);
    FrameHeader.sequenceId(into, 0, FrameHeader.sequenceId(from, 0));
    FrameHeader.dataFieldControl(into, 0, FrameHeader.dataFieldControl(from, 0));
    FrameHeader.sequenceCount(into, 0, FrameHeader.sequenceCount(from, 0));
    FrameHeader.originatorExchangeId(into, 0, FrameHeader.originatorExchangeId(from, 0));
    FrameHeader.responderExchangeId(into, 0, FrameHeader.responderExchangeId(from, 0));
    FrameHeader.parameter(into, 0, FrameHeader.parameter(from, 0));
  }

  @Test
  void seesADamagedBit() {
    ByteBuffer frame = Hex.bytes(STATUS);
    frame.put(30, (byte) (frame.get(30) ^ 0x10));
    assertThat(new FrameCrc().isRight(frame, 0, frame.capacity() - 4)).isFalse();
  }

  @Test
  void readsAndWritesPortLogin() {
    ByteBuffer frame = Hex.bytes(PLOGI);
    LoginParameters parameters = LoginParameters.parse(frame, 24);

    assertThat(parameters.portName()).isEqualTo(0x200002000000000BL);
    assertThat(parameters.nodeName()).isEqualTo(0x100002000000000BL);
    assertThat(parameters.bufferToBufferCredit()).isEqualTo(10);
    assertThat(parameters.class3FramePayloadMax()).isEqualTo(2112);
    assertThat(parameters.errorDetectNs()).isEqualTo(2_000_000_000L);
    assertThat(parameters.hasClass3()).isTrue();
    assertThat(parameters.isFabric()).isFalse();
    assertThat(written(parameters, ElsCommand.PLOGI)).isEqualTo(PLOGI.substring(48, 280));
    assertThat(
            written(
                LoginParameters.ofPortLogin(
                    10, 2112, 2000, 0x200002000000000BL, 0x100002000000000BL),
                ElsCommand.PLOGI))
        .isEqualTo(PLOGI.substring(48, 280));
  }

  @Test
  void readsAndWritesFabricLogin() {
    ByteBuffer frame = Hex.bytes(FLOGI);
    LoginParameters ours =
        LoginParameters.ofFabricLogin(10, 2112, 0x200002000000000BL, 0x100002000000000BL);

    assertThat(LoginParameters.parse(frame, 24)).isEqualTo(ours);
    assertThat(written(ours, ElsCommand.FLOGI)).isEqualTo(FLOGI.substring(48, 280));
  }

  private static String written(LoginParameters parameters, int command) {
    ByteBuffer bytes = ByteBuffer.allocate(LoginParameters.LENGTH_BYTES);
    parameters.write(bytes, 0, command);
    return Hex.of(bytes, 0, bytes.capacity());
  }

  @Test
  void readsAndWritesProcessLogin() {
    ByteBuffer request = Hex.bytes(PRLI);
    ByteBuffer accept = Hex.bytes(PRLI_ACCEPT);
    assertThat(ProcessLoginPayload.isSound(request, 24, 20)).isTrue();
    assertThat(ProcessLoginPayload.isSound(request, 24, 19)).isFalse();
    assertThat(ProcessLoginPayload.pages(request, 24)).isOne();
    assertThat(ProcessLoginPayload.type(request, 24, 0)).isEqualTo(FrameType.FCP);
    assertThat(ProcessLoginPayload.flags(request, 24, 0))
        .isEqualTo(ProcessLoginPayload.ESTABLISH_IMAGE_PAIR);
    assertThat(ProcessLoginPayload.parameters(request, 24, 0)).isEqualTo(0x1A2);
    assertThat(ProcessLoginPayload.responseCode(accept, 24, 0))
        .isEqualTo(ProcessLoginPayload.EXECUTED);

    ByteBuffer made = ByteBuffer.allocate(20);
    ProcessLoginPayload.writeHead(made, 0, ElsCommand.PRLI, 1);
    ProcessLoginPayload.writePage(made, 0, 0, FrameType.FCP, 0x2000, 0x1A2);
    assertThat(Hex.of(made, 0, 20)).isEqualTo(PRLI.substring(48, 88));
    ProcessLoginPayload.writeHead(made, 0, ElsCommand.LS_ACC, 1);
    ProcessLoginPayload.writeAnswer(made, 0, 0, FrameType.FCP, ProcessLoginPayload.EXECUTED, 0x1A2);
    assertThat(Hex.of(made, 0, 20)).isEqualTo(PRLI_ACCEPT.substring(48, 88));
  }

  @Test
  void readsAndWritesTimeouts() {
    ByteBuffer frame = Hex.bytes(RTV_ACCEPT);
    assertThat(ReadTimeouts.resourceAllocationNs(frame, 24)).isEqualTo(4_000_000_000L);
    assertThat(ReadTimeouts.errorDetectNs(frame, 24)).isEqualTo(2_000_000_000L);
    ByteBuffer made = ByteBuffer.allocate(16);
    ReadTimeouts.write(made, 0, 4_000_000_000L, 2_000_000_000L);
    assertThat(Hex.of(made, 0, 16)).isEqualTo(RTV_ACCEPT.substring(48, 80));
  }

  @Test
  void readsAndWritesLogout() {
    ByteBuffer frame = Hex.bytes(LOGO);
    assertThat(LogoutPayload.portId(frame, 24)).isEqualTo(0x0A);
    assertThat(LogoutPayload.portName(frame, 24)).isEqualTo(0x200002000000000AL);
    ByteBuffer made = ByteBuffer.allocate(16);
    LogoutPayload.write(made, 0, 0x0A, 0x200002000000000AL);
    assertThat(Hex.of(made, 0, 16)).isEqualTo(LOGO.substring(48));
  }

  @Test
  void knowsWhomAStateChangeMeans() {
    assertThat(StateChangePayload.covers(StateChangePayload.PORT, 0x010203, 0x010203)).isTrue();
    assertThat(StateChangePayload.covers(StateChangePayload.PORT, 0x010203, 0x010204)).isFalse();
    assertThat(StateChangePayload.covers(StateChangePayload.AREA, 0x010200, 0x0102EF)).isTrue();
    assertThat(StateChangePayload.covers(StateChangePayload.AREA, 0x010200, 0x010300)).isFalse();
    assertThat(StateChangePayload.covers(StateChangePayload.DOMAIN, 0x010000, 0x01EFEF)).isTrue();
    assertThat(StateChangePayload.covers(StateChangePayload.DOMAIN, 0x010000, 0x020000)).isFalse();
    assertThat(StateChangePayload.covers(StateChangePayload.FABRIC, 0, 0x123456)).isTrue();
  }

  @Test
  void givesDelimitersBothTheirSpellings() {
    for (StartDelimiter start : StartDelimiter.values()) {
      assertThat(StartDelimiter.ofFcoe(start.fcoeCode())).isEqualTo(start);
    }
    for (EndDelimiter end : EndDelimiter.values()) {
      assertThat(EndDelimiter.ofFcoe(end.fcoeCode())).isEqualTo(end);
    }
    assertThat(StartDelimiter.ofFcoe(0)).isNull();
    assertThat(EndDelimiter.ofFcoe(0)).isNull();
    assertThat(StartDelimiter.SOF_I3.orderedSet()).isEqualTo(0xBCB55656);
    assertThat(EndDelimiter.EOF_T.orderedSet()).isEqualTo(0xBC957575);
  }
}
