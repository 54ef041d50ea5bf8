// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;

/** The accessors read what kernel peers wrote, and write the same bytes back. */
final class GoldenBytesTest {
  private static final int BASE = 5;
  private static final SrpPortIdentifier INITIATOR = new SrpPortIdentifier(0, 0x505400FFFE00000BL);
  private static final SrpPortIdentifier TARGET =
      new SrpPortIdentifier(0x505400FFFE00000AL, 0x505400FFFE00000AL);

  private final ByteBuffer ours = ByteBuffer.allocate(BASE + 256);

  private byte[] written(int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    ours.get(BASE, bytes);
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({"loginRequestFirst, 0", "loginRequestSecond, 1"})
  void readsAndWritesLoginRequests(String name, int action) {
    ByteBuffer golden = Golden.unit(name);
    SrpLoginRequest request = SrpLoginRequest.readRdmaCm(golden, 0, golden.capacity());
    assertThat(request).isNotNull();
    assertThat(request.initiatorToTargetBytes()).isEqualTo(0x2044);
    assertThat(request.bufferFormats())
        .isEqualTo(DataBufferFormat.DIRECT_BIT | DataBufferFormat.INDIRECT_BIT);
    assertThat(request.has(SrpLoginRequest.IMMEDIATE_DATA)).isTrue();
    assertThat(request.multichannelAction()).isEqualTo(action);
    assertThat(request.immediateDataOffset()).isEqualTo(68);
    assertThat(request.initiatorPort()).isEqualTo(INITIATOR);
    assertThat(request.targetPort()).isEqualTo(TARGET);
    request.writeRdmaCm(ours, BASE);
    assertThat(written(golden.capacity())).isEqualTo(Golden.bytes(name));
  }

  @Test
  void bothFormsOfALoginRequestSayTheSame() {
    ByteBuffer golden = Golden.unit("loginRequestSecond");
    SrpLoginRequest request = SrpLoginRequest.readRdmaCm(golden, 0, golden.capacity());
    assertThat(request).isNotNull();
    request.write(ours, BASE);
    assertThat(SrpLoginRequest.read(ours, BASE, SrpLoginRequest.LENGTH_BYTES)).isEqualTo(request);
    assertThat(SrpLoginRequest.read(ours, BASE, SrpLoginRequest.LENGTH_BYTES - 1)).isNull();
    assertThat(INITIATOR).hasToString("0x0000000000000000505400fffe00000b");
  }

  @ParameterizedTest
  @CsvSource({
    "loginResponseFirst, NO_EXISTING_CHANNELS",
    "loginResponseSecond, EXISTING_CHANNELS_CONTINUE"
  })
  void readsAndWritesLoginResponses(String name, MultichannelResult result) {
    ByteBuffer golden = Golden.unit(name);
    SrpLoginResponse response = SrpLoginResponse.read(golden, 0, golden.capacity());
    assertThat(response)
        .isEqualTo(
            new SrpLoginResponse(
                0, 128, 0x2054, 0x2044, 6, SrpLoginResponse.IMMEDIATE_DATA, result));
    response.write(ours, BASE);
    assertThat(written(golden.capacity())).isEqualTo(Golden.bytes(name));
  }

  @Test
  void readsAndWritesACommandThatReads() {
    ByteBuffer golden = Golden.unit("commandRead");
    assertThat(SrpInformationUnit.of(golden, 0, 64)).isEqualTo(SrpInformationUnit.CMD);
    assertThat(SrpInformationUnit.tag(golden, 0)).isEqualTo(0x0100_0100_0000_0000L);
    assertThat(SrpCommandIu.outFormat(golden, 0)).isEqualTo(DataBufferFormat.NONE);
    assertThat(SrpCommandIu.inFormat(golden, 0)).isEqualTo(DataBufferFormat.DIRECT);
    assertThat(SrpCommandIu.lun(golden, 0)).isZero();
    assertThat(SrpCommandIu.cdbBytes(golden, 0)).isEqualTo(16);
    assertThat(golden.get(SrpCommandIu.CDB_OFFSET)).isEqualTo((byte) 0x12);
    assertThat(SrpCommandIu.lengthBytes(golden, 0)).isEqualTo(64);
    int at = SrpCommandIu.inAt(golden, 0);
    assertThat(MemoryDescriptor.address(golden, at)).isEqualTo(0xFFFF_8880_06D4_B000L);
    assertThat(MemoryDescriptor.handle(golden, at)).isEqualTo(0x7F20);
    assertThat(MemoryDescriptor.dataLength(golden, at)).isEqualTo(4);

    SrpInformationUnit.CMD.begin(ours, BASE, 0x0100_0100_0000_0000L);
    SrpCommandIu.formats(ours, BASE, DataBufferFormat.NONE, DataBufferFormat.DIRECT);
    SrpCommandIu.attribute(ours, BASE, TaskAttribute.SIMPLE);
    SrpCommandIu.cdbBytes(ours, BASE, 6);
    ours.put(BASE + SrpCommandIu.CDB_OFFSET, new byte[] {0x12, 1, 0, 0, 4, 0});
    MemoryDescriptor.write(ours, SrpCommandIu.inAt(ours, BASE), 0xFFFF_8880_06D4_B000L, 0x7F20, 4);
    assertThat(written(64)).isEqualTo(Golden.bytes("commandRead"));
  }

  @Test
  void readsAndWritesACommandThatWrites() {
    ByteBuffer golden = Golden.unit("commandWrite");
    assertThat(SrpCommandIu.outFormat(golden, 0)).isEqualTo(DataBufferFormat.DIRECT);
    assertThat(SrpCommandIu.inFormat(golden, 0)).isEqualTo(DataBufferFormat.NONE);
    int at = SrpCommandIu.outAt(golden, 0);
    assertThat(MemoryDescriptor.dataLength(golden, at)).isEqualTo(65_536);

    SrpInformationUnit.CMD.begin(ours, BASE, SrpInformationUnit.tag(golden, 0));
    SrpCommandIu.formats(ours, BASE, DataBufferFormat.DIRECT, DataBufferFormat.NONE);
    ours.put(BASE + SrpCommandIu.CDB_OFFSET, new byte[] {0x2A, 0, 0, 0, 8, 0, 0, 0, (byte) 0x80});
    MemoryDescriptor.write(
        ours, SrpCommandIu.outAt(ours, BASE), 0xFFFF_8880_0725_2000L, 0x7F41, 65_536);
    assertThat(written(64)).isEqualTo(Golden.bytes("commandWrite"));
  }

  @Test
  void readsACommandWithImmediateData() {
    ByteBuffer golden = Golden.unit("commandImmediateHead");
    assertThat(SrpCommandIu.outFormat(golden, 0)).isEqualTo(DataBufferFormat.IMMEDIATE);
    assertThat(SrpCommandIu.immediateBytes(golden, SrpCommandIu.outAt(golden, 0))).isEqualTo(4096);
    assertThat(SrpCommandIu.lengthBytes(golden, 0)).isEqualTo(52);
  }

  @Test
  void readsACommandWithoutData() {
    ByteBuffer golden = Golden.unit("commandNoData");
    assertThat(SrpCommandIu.outFormat(golden, 0)).isEqualTo(DataBufferFormat.NONE);
    assertThat(SrpCommandIu.inFormat(golden, 0)).isEqualTo(DataBufferFormat.NONE);
    assertThat(SrpCommandIu.lengthBytes(golden, 0)).isEqualTo(48);
  }

  @Test
  void readsAndWritesAResponseWithAResidual() {
    ByteBuffer golden = Golden.unit("responseUnderflow");
    assertThat(SrpResponseIu.isWhole(golden, 0, 36)).isTrue();
    assertThat(SrpResponseIu.requestLimitDelta(golden, 0)).isEqualTo(1);
    assertThat(SrpResponseIu.flags(golden, 0)).isEqualTo(SrpResponseIu.DATA_IN_UNDERFLOW);
    assertThat(SrpResponseIu.dataInResidual(golden, 0)).isEqualTo(24);

    SrpInformationUnit.RSP.begin(ours, BASE, SrpInformationUnit.tag(golden, 0));
    SrpResponseIu.requestLimitDelta(ours, BASE, 1);
    SrpResponseIu.addDataInResidual(ours, BASE, -24);
    assertThat(written(36)).isEqualTo(Golden.bytes("responseUnderflow"));
  }

  @Test
  void readsAndWritesAResponseWithSenseData() {
    ByteBuffer golden = Golden.unit("responseSense");
    assertThat(SrpResponseIu.isWhole(golden, 0, golden.capacity())).isTrue();
    assertThat(SrpResponseIu.isWhole(golden, 0, golden.capacity() - 1)).isFalse();
    assertThat(SrpResponseIu.status(golden, 0)).isEqualTo(2);
    assertThat(SrpResponseIu.senseBytes(golden, 0)).isEqualTo(96);
    assertThat(golden.get(SrpResponseIu.senseAt(golden, 0) + 2)).isEqualTo((byte) 5);

    SrpInformationUnit.RSP.begin(ours, BASE, SrpInformationUnit.tag(golden, 0));
    SrpResponseIu.requestLimitDelta(ours, BASE, 1);
    SrpResponseIu.status(ours, BASE, 2);
    SrpResponseIu.addSense(ours, BASE, 96);
    ours.put(SrpResponseIu.senseAt(ours, BASE), golden, 36, 96);
    assertThat(written(132)).isEqualTo(Golden.bytes("responseSense"));
  }

  @Test
  void readsAndWritesAFunctionAndItsResponse() {
    ByteBuffer golden = Golden.unit("functionReset");
    assertThat(SrpTaskManagementIu.function(SrpTaskManagementIu.code(golden, 0)))
        .isEqualTo(TaskManagementFunction.LOGICAL_UNIT_RESET);
    assertThat(SrpTaskManagementIu.managedTag(golden, 0)).isEqualTo(0xFFFF_FFFF_0000_0000L);
    SrpInformationUnit.TSK_MGMT.begin(ours, BASE, SrpInformationUnit.tag(golden, 0));
    SrpTaskManagementIu.code(ours, BASE, SrpTaskManagementIu.LOGICAL_UNIT_RESET);
    SrpTaskManagementIu.managedTag(ours, BASE, 0xFFFF_FFFF_0000_0000L);
    assertThat(written(48)).isEqualTo(Golden.bytes("functionReset"));

    ByteBuffer answer = Golden.unit("functionResponse");
    assertThat(SrpResponseIu.flags(answer, 0)).isEqualTo(SrpResponseIu.RESPONSE_VALID);
    assertThat(SrpResponseIu.responseCode(answer, 0)).isEqualTo(SrpResponseCode.FUNCTION_COMPLETE);
    SrpInformationUnit.RSP.begin(ours, BASE, SrpInformationUnit.tag(answer, 0));
    SrpResponseIu.requestLimitDelta(ours, BASE, 1);
    SrpResponseIu.addResponseCode(ours, BASE, SrpResponseCode.FUNCTION_COMPLETE);
    assertThat(written(40)).isEqualTo(Golden.bytes("functionResponse"));
  }
}
