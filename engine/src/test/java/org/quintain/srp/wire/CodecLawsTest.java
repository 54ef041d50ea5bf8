// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;

/** What is written is read back, and nothing that a peer can send throws. */
final class CodecLawsTest {
  private static final long U32_MAX = 0xFFFFFFFFL;
  private static final int BASE = 3;

  @Property(seed = "321661842")
  void aLoginIsReadBackAsWritten(
      @ForAll long tag,
      @ForAll @LongRange(max = U32_MAX) long length,
      @ForAll @IntRange(max = 0xFFFF) int formats,
      @ForAll @IntRange(max = 0xFF) int flags,
      @ForAll @IntRange(max = 0xFFFF) int offset,
      @ForAll long extension,
      @ForAll long guid) {
    SrpLoginRequest request =
        new SrpLoginRequest(
            tag,
            length,
            formats,
            flags,
            offset,
            new SrpPortIdentifier(extension, guid),
            new SrpPortIdentifier(guid, extension));
    ByteBuffer bytes = ByteBuffer.allocate(BASE + SrpLoginRequest.LENGTH_BYTES);
    request.write(bytes, BASE);
    assertThat(SrpLoginRequest.read(bytes, BASE, SrpLoginRequest.LENGTH_BYTES)).isEqualTo(request);
    request.writeRdmaCm(bytes, BASE);
    assertThat(SrpLoginRequest.readRdmaCm(bytes, BASE, SrpLoginRequest.RDMA_CM_LENGTH_BYTES))
        .isEqualTo(request);
  }

  @Property(seed = "1126189050")
  void aLoginsAnswerIsReadBackAsWritten(
      @ForAll long tag,
      @ForAll int limit,
      @ForAll @LongRange(max = U32_MAX) long toTarget,
      @ForAll @LongRange(max = U32_MAX) long toInitiator,
      @ForAll MultichannelResult result,
      @ForAll LoginRejectReason reason) {
    ByteBuffer bytes = ByteBuffer.allocate(BASE + SrpLoginResponse.LENGTH_BYTES);
    SrpLoginResponse response =
        new SrpLoginResponse(tag, limit, toTarget, toInitiator, 6, 0x90, result);
    response.write(bytes, BASE);
    assertThat(SrpLoginResponse.read(bytes, BASE, 52)).isEqualTo(response);
    assertThat(SrpLoginReject.read(bytes, BASE, 52)).isNull();
    SrpLoginReject reject = new SrpLoginReject(tag, reason.code(), 6);
    reject.write(bytes, BASE);
    assertThat(SrpLoginReject.read(bytes, BASE, 32)).isEqualTo(reject);
    assertThat(SrpLoginResponse.read(bytes, BASE, 52)).isNull();
    assertThat(LoginRejectReason.of(reason.code())).isEqualTo(reason);
  }

  @Property(seed = "3407063000")
  void aCommandIsReadBackAsWritten(
      @ForAll long tag,
      @ForAll long lun,
      @ForAll TaskAttribute attribute,
      @ForAll @IntRange(min = 6, max = 260) int cdbLength,
      @ForAll DataBufferFormat out,
      @ForAll @IntRange(max = 255) int outCount,
      @ForAll @IntRange(max = 255) int inCount,
      @ForAll @IntRange(max = 2) int in) {
    ByteBuffer bytes = ByteBuffer.allocate(BASE + 512);
    SrpInformationUnit.CMD.begin(bytes, BASE, tag);
    DataBufferFormat inFormat = DataBufferFormat.of(in);
    assertThat(inFormat).isNotNull();
    SrpCommandIu.formats(bytes, BASE, out, inFormat);
    SrpCommandIu.counts(bytes, BASE, outCount, inCount);
    SrpCommandIu.lun(bytes, BASE, lun);
    SrpCommandIu.attribute(bytes, BASE, attribute);
    SrpCommandIu.cdbBytes(bytes, BASE, cdbLength);
    assertThat(SrpInformationUnit.tag(bytes, BASE)).isEqualTo(tag);
    assertThat(SrpCommandIu.outFormat(bytes, BASE)).isEqualTo(out);
    assertThat(SrpCommandIu.inFormat(bytes, BASE)).isEqualTo(inFormat);
    assertThat(SrpCommandIu.outCount(bytes, BASE)).isEqualTo(outCount);
    assertThat(SrpCommandIu.inCount(bytes, BASE)).isEqualTo(inCount);
    assertThat(SrpCommandIu.lun(bytes, BASE)).isEqualTo(lun);
    assertThat(SrpCommandIu.attribute(SrpCommandIu.attributeCode(bytes, BASE)))
        .isEqualTo(attribute);
    int cdb = SrpCommandIu.cdbBytes(bytes, BASE);
    assertThat(cdb).isBetween(cdbLength, Math.max(16, cdbLength + 3));
    assertThat(SrpCommandIu.lengthBytes(bytes, BASE))
        .isEqualTo(
            32
                + cdb
                + SrpCommandIu.descriptorBytes(out, outCount)
                + SrpCommandIu.descriptorBytes(inFormat, inCount));
  }

  @Property(seed = "48443921")
  void aResponseIsReadBackAsWritten(
      @ForAll int delta,
      @ForAll @IntRange(max = 255) int status,
      @ForAll boolean coded,
      @ForAll @IntRange(max = 255) int code,
      @ForAll @Size(max = 252) byte[] sense,
      @ForAll @LongRange(min = -U32_MAX, max = U32_MAX) long out,
      @ForAll @LongRange(min = -U32_MAX, max = U32_MAX) long in) {
    ByteBuffer bytes = ByteBuffer.allocate(BASE + 36 + 4 + 252);
    SrpInformationUnit.RSP.begin(bytes, BASE, 1);
    SrpResponseIu.requestLimitDelta(bytes, BASE, delta);
    SrpResponseIu.status(bytes, BASE, status);
    SrpResponseIu.addDataOutResidual(bytes, BASE, out);
    SrpResponseIu.addDataInResidual(bytes, BASE, in);
    if (coded) {
      SrpResponseIu.addResponseCode(bytes, BASE, code);
    }
    SrpResponseIu.addSense(bytes, BASE, sense.length);
    bytes.put(SrpResponseIu.senseAt(bytes, BASE), sense);
    int length = 36 + (coded ? 4 : 0) + sense.length;
    assertThat(SrpResponseIu.isWhole(bytes, BASE, length)).isTrue();
    assertThat(SrpResponseIu.isWhole(bytes, BASE, length - 1)).isFalse();
    assertThat(SrpResponseIu.requestLimitDelta(bytes, BASE)).isEqualTo(delta);
    assertThat(SrpResponseIu.status(bytes, BASE)).isEqualTo(status);
    assertThat(SrpResponseIu.responseCode(bytes, BASE)).isEqualTo(coded ? code : 0);
    assertThat(SrpResponseIu.dataOutResidual(bytes, BASE)).isEqualTo(Math.abs(out));
    assertThat(SrpResponseIu.dataInResidual(bytes, BASE)).isEqualTo(Math.abs(in));
    int flags = SrpResponseIu.flags(bytes, BASE);
    assertThat((flags & SrpResponseIu.DATA_OUT_OVERFLOW) != 0).isEqualTo(out > 0);
    assertThat((flags & SrpResponseIu.DATA_OUT_UNDERFLOW) != 0).isEqualTo(out < 0);
    assertThat((flags & SrpResponseIu.DATA_IN_OVERFLOW) != 0).isEqualTo(in > 0);
    assertThat((flags & SrpResponseIu.DATA_IN_UNDERFLOW) != 0).isEqualTo(in < 0);
  }

  @Property(seed = "3059664295")
  void noBytesLetAnAccessorThrow(@ForAll @Size(min = 64, max = 64) byte[] noise) {
    ByteBuffer bytes = ByteBuffer.wrap(noise);
    SrpInformationUnit.of(bytes, 0, 64);
    assertThat(SrpCommandIu.lengthBytes(bytes, 0)).isBetween(48, 32 + 268 + 2 * (20 + 255 * 16));
    if (SrpResponseIu.isWhole(bytes, 0, 64)) {
      assertThat(SrpResponseIu.senseAt(bytes, 0) + SrpResponseIu.senseBytes(bytes, 0))
          .isLessThanOrEqualTo(64);
      assertThat(SrpResponseIu.responseCode(bytes, 0)).isBetween(0, 255);
    }
    if (SrpTargetRequestIu.isEventWhole(bytes, 0, 64)) {
      assertThat(SrpTargetRequestIu.senseBytes(bytes, 0)).isLessThanOrEqualTo(28);
    }
    SrpLoginRequest.read(bytes, 0, 64);
    SrpLoginRequest.readRdmaCm(bytes, 0, 64);
    SrpLoginResponse.read(bytes, 0, 64);
    SrpLoginReject.read(bytes, 0, 64);
  }

  @Test
  void everyFunctionThatHasACodeIsReadBack() {
    for (TaskManagementFunction function : TaskManagementFunction.values()) {
      int code = SrpTaskManagementIu.code(function);
      if (code != SrpTaskManagementIu.NO_CODE) {
        assertThat(SrpTaskManagementIu.function(code)).isEqualTo(function);
      }
    }
    assertThat(SrpTaskManagementIu.function(0x20)).isNull();
  }

  @Test
  void responseCodesAreThoseOfTheStandard() {
    assertThat(SrpResponseCode.of(FunctionResponse.FUNCTION_COMPLETE)).isZero();
    assertThat(SrpResponseCode.of(FunctionResponse.FUNCTION_REJECTED)).isEqualTo(4);
    assertThat(SrpResponseCode.of(FunctionResponse.SERVICE_DELIVERY_OR_TARGET_FAILURE))
        .isEqualTo(5);
    assertThat(SrpResponseCode.response(4)).isEqualTo(FunctionResponse.FUNCTION_REJECTED);
    assertThat(TargetLogoutReason.of(6)).isEqualTo(TargetLogoutReason.UNSUPPORTED_DATA_OUT_FORMAT);
    assertThat(TargetLogoutReason.of(5)).isNull();
  }
}
