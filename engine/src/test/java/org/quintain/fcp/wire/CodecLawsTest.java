// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.wire;

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

  @Property(seed = "3407063000")
  void aCommandIsReadBackAsWritten(
      @ForAll long lun,
      @ForAll @IntRange(max = 255) int reference,
      @ForAll @IntRange(max = 15) int priority,
      @ForAll TaskAttribute attribute,
      @ForAll boolean read,
      @ForAll boolean write,
      @ForAll @IntRange(min = 6, max = 260) int cdbLength,
      @ForAll @LongRange(max = U32_MAX) long out,
      @ForAll @LongRange(max = U32_MAX) long in) {
    ByteBuffer bytes = ByteBuffer.allocate(7 + FcpCommandIu.LENGTH_BYTES_MAX);
    FcpCommandIu.lun(bytes, 7, lun);
    FcpCommandIu.referenceNumber(bytes, 7, reference);
    FcpCommandIu.attribute(bytes, 7, priority, attribute);
    FcpCommandIu.shape(bytes, 7, read, write, cdbLength);
    FcpCommandIu.dataLength(bytes, 7, out);
    if (read && write) {
      FcpCommandIu.bidirectionalReadLength(bytes, 7, in);
      assertThat(FcpCommandIu.bidirectionalReadLength(bytes, 7)).isEqualTo(in);
    }
    assertThat(FcpCommandIu.lun(bytes, 7)).isEqualTo(lun);
    assertThat(FcpCommandIu.referenceNumber(bytes, 7)).isEqualTo(reference);
    assertThat(FcpCommandIu.priority(bytes, 7)).isEqualTo(priority);
    assertThat(FcpCommandIu.attribute(FcpCommandIu.attributeCode(bytes, 7))).isEqualTo(attribute);
    assertThat(FcpCommandIu.isRead(bytes, 7)).isEqualTo(read);
    assertThat(FcpCommandIu.isWrite(bytes, 7)).isEqualTo(write);
    assertThat(FcpCommandIu.cdbBytes(bytes, 7)).isBetween(cdbLength, Math.max(16, cdbLength + 3));
    assertThat(FcpCommandIu.dataLength(bytes, 7)).isEqualTo(out);
    int length = FcpCommandIu.lengthBytes(bytes, 7);
    assertThat(length).isLessThanOrEqualTo(FcpCommandIu.LENGTH_BYTES_MAX);
    assertThat(FcpCommandIu.isWhole(bytes, 7, length)).isTrue();
    assertThat(FcpCommandIu.isWhole(bytes, 7, length - 1)).isFalse();
  }

  @Property(seed = "48443921")
  void aResponseIsReadBackAsWritten(
      @ForAll @IntRange(max = 255) int status,
      @ForAll @IntRange(max = 65_535) int qualifier,
      @ForAll boolean info,
      @ForAll @IntRange(max = 255) int code,
      @ForAll @IntRange(max = 0xFFFFFF) int argument,
      @ForAll @Size(max = 252) byte[] sense,
      @ForAll boolean both,
      @ForAll @LongRange(max = U32_MAX) long residual,
      @ForAll @LongRange(max = U32_MAX) long readResidual) {
    ByteBuffer bytes = ByteBuffer.allocate(3 + 24 + 8 + 252 + 4);
    FcpResponseIu.clear(bytes, 3);
    FcpResponseIu.status(bytes, 3, status, qualifier);
    FcpResponseIu.flags(bytes, 3, FcpResponseIu.UNDERFLOW);
    FcpResponseIu.residual(bytes, 3, residual);
    if (info) {
      FcpResponseIu.responseCode(bytes, 3, code, argument);
    }
    if (sense.length > 0) {
      FcpResponseIu.senseLength(bytes, 3, sense.length);
      bytes.put(FcpResponseIu.senseAt(bytes, 3), sense);
    }
    if (both) {
      FcpResponseIu.bidirectionalReadResidual(bytes, 3, readResidual);
    }
    int length = (int) FcpResponseIu.lengthBytes(bytes, 3);
    assertThat(FcpResponseIu.isWhole(bytes, 3, length)).isTrue();
    assertThat(FcpResponseIu.isWhole(bytes, 3, length - 1)).isFalse();
    assertThat(FcpResponseIu.status(bytes, 3)).isEqualTo(status);
    assertThat(FcpResponseIu.statusQualifier(bytes, 3)).isEqualTo(qualifier);
    assertThat(FcpResponseIu.residual(bytes, 3)).isEqualTo(residual);
    assertThat(FcpResponseIu.responseCode(bytes, 3)).isEqualTo(info ? code : 0);
    assertThat(FcpResponseIu.responseArgument(bytes, 3)).isEqualTo(info ? argument : 0);
    assertThat(FcpResponseIu.bidirectionalReadResidual(bytes, 3))
        .isEqualTo(both ? readResidual : 0);
    byte[] read = new byte[(int) FcpResponseIu.senseLength(bytes, 3)];
    bytes.get(FcpResponseIu.senseAt(bytes, 3), read);
    assertThat(read).isEqualTo(sense);
  }

  @Property(seed = "812000722")
  void aTransferReadyIsReadBackAsWritten(
      @ForAll @LongRange(max = U32_MAX) long offset, @ForAll @LongRange(max = U32_MAX) long burst) {
    ByteBuffer bytes = ByteBuffer.allocate(12);
    FcpTransferReadyIu.write(bytes, 0, offset, burst);
    assertThat(FcpTransferReadyIu.relativeOffset(bytes, 0)).isEqualTo(offset);
    assertThat(FcpTransferReadyIu.burstLength(bytes, 0)).isEqualTo(burst);
  }

  @Property(seed = "2788615603")
  void whateverComesAsACommandIsReadWithoutHarm(@ForAll @Size(max = 300) byte[] noise) {
    ByteBuffer bytes = ByteBuffer.wrap(noise);
    if (!FcpCommandIu.isWhole(bytes, 0, noise.length)) {
      assertThat(noise.length).isLessThan(FcpCommandIu.LENGTH_BYTES_MAX);
      return;
    }
    assertThat(FcpCommandIu.dataLength(bytes, 0)).isBetween(0L, U32_MAX);
    if (FcpCommandIu.isRead(bytes, 0) && FcpCommandIu.isWrite(bytes, 0)) {
      assertThat(FcpCommandIu.bidirectionalReadLength(bytes, 0)).isBetween(0L, U32_MAX);
    }
    assertThat(FcpCommandIu.attribute(FcpCommandIu.attributeCode(bytes, 0))).isNotNull();
    TaskManagementFunction function = FcpFunctions.function(FcpCommandIu.functions(bytes, 0));
    if (function != null) {
      assertThat(FcpFunctions.flag(function)).isEqualTo(FcpCommandIu.functions(bytes, 0));
    }
  }

  @Property(seed = "823180458")
  void whateverComesAsAResponseIsReadWithoutHarm(@ForAll @Size(max = 400) byte[] noise) {
    ByteBuffer bytes = ByteBuffer.wrap(noise);
    if (!FcpResponseIu.isWhole(bytes, 0, noise.length)) {
      return;
    }
    byte[] sense = new byte[(int) FcpResponseIu.senseLength(bytes, 0)];
    bytes.get(FcpResponseIu.senseAt(bytes, 0), sense);
    assertThat(sense.length).isLessThanOrEqualTo(noise.length);
    assertThat(FcpResponseIu.bidirectionalReadResidual(bytes, 0)).isBetween(0L, U32_MAX);
    assertThat(FcpResponseCode.response(FcpResponseIu.responseCode(bytes, 0))).isNotNull();
  }

  @Test
  void everyFlagAsksForOneFunctionAndTwoForNone() {
    for (int flags = 0; flags < 256; flags++) {
      TaskManagementFunction function = FcpFunctions.function(flags);
      boolean meant = Integer.bitCount(flags) == 1 && flags != 0x80;
      assertThat(function != null).as("flags %02x", flags).isEqualTo(meant);
    }
    for (TaskManagementFunction function : TaskManagementFunction.values()) {
      int flag = FcpFunctions.flag(function);
      if (flag != FcpFunctions.NO_FLAG) {
        assertThat(FcpFunctions.function(flag)).isEqualTo(function);
      }
    }
  }

  @Test
  void everyServiceResponseHasACodeThatIsReadBack() {
    for (FunctionResponse response : FunctionResponse.values()) {
      assertThat(FcpResponseCode.response(FcpResponseCode.of(response))).isEqualTo(response);
    }
  }

  @Test
  void everyInformationUnitIsKnownByItsRoutingControl() {
    for (int routing = 0; routing < 256; routing++) {
      FcpInformationUnit unit = FcpInformationUnit.of(routing);
      assertThat(unit == null || unit.routingControl() == routing).isTrue();
    }
    for (FcpInformationUnit unit : FcpInformationUnit.values()) {
      assertThat(FcpInformationUnit.of(unit.routingControl())).isEqualTo(unit);
    }
  }

  @Property(seed = "279188553")
  void whatIsInForceIsWhatBothEndsWant(@ForAll int one, @ForAll int other) {
    FcpServiceParameters asks = new FcpServiceParameters(one);
    FcpServiceParameters answers = new FcpServiceParameters(other);
    FcpServiceParameters accepted = answers.answerTo(asks);
    assertThat(asks.agreedWith(accepted)).isEqualTo(asks.agreedWith(answers));
    assertThat(asks.agreedWith(accepted)).isEqualTo(accepted.agreedWith(asks));
    assertThat(accepted.formsImagePair(asks)).isEqualTo(asks.formsImagePair(answers));
  }
}
