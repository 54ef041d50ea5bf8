// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.quintain.sam.TaskAttribute;

/** The accessors read what kernel peers wrote, and write the same bytes back. */
final class GoldenBytesTest {
  private static final int BASE = 5;

  private static byte[] written(ByteBuffer bytes, int lengthBytes) {
    byte[] ours = new byte[lengthBytes];
    bytes.get(BASE, ours);
    return ours;
  }

  private static byte[] bytes(ByteBuffer golden) {
    byte[] theirs = new byte[golden.capacity()];
    golden.get(0, theirs);
    return theirs;
  }

  @Test
  void readsAndWritesCommandThatReads() {
    ByteBuffer golden = Golden.unit("commandInquiry");
    assertThat(FcpCommandIu.isWhole(golden, 0, golden.capacity())).isTrue();
    assertThat(FcpCommandIu.isRead(golden, 0)).isTrue();
    assertThat(FcpCommandIu.isWrite(golden, 0)).isFalse();
    assertThat(FcpCommandIu.lun(golden, 0)).isZero();
    assertThat(FcpCommandIu.cdbBytes(golden, 0)).isEqualTo(16);
    assertThat(golden.get(FcpCommandIu.CDB_OFFSET)).isEqualTo((byte) 0x12);
    assertThat(FcpCommandIu.dataLength(golden, 0)).isEqualTo(0x24);

    ByteBuffer ours = ByteBuffer.allocate(BASE + 32);
    FcpCommandIu.attribute(ours, BASE, 0, TaskAttribute.SIMPLE);
    FcpCommandIu.shape(ours, BASE, true, false, 6);
    ours.put(BASE + FcpCommandIu.CDB_OFFSET, new byte[] {0x12, 0, 0, 0, 0x24, 0});
    FcpCommandIu.dataLength(ours, BASE, 0x24);
    assertThat(written(ours, 32)).isEqualTo(bytes(golden));
  }

  @Test
  void readsAndWritesCommandThatWrites() {
    ByteBuffer golden = Golden.unit("commandWrite");
    assertThat(FcpCommandIu.isRead(golden, 0)).isFalse();
    assertThat(FcpCommandIu.isWrite(golden, 0)).isTrue();
    assertThat(FcpCommandIu.dataLength(golden, 0)).isEqualTo(4096);

    ByteBuffer ours = ByteBuffer.allocate(BASE + 32);
    FcpCommandIu.shape(ours, BASE, false, true, 10);
    ours.put(BASE + FcpCommandIu.CDB_OFFSET, new byte[] {0x2A, 0, 0, 0, 0, 0, 0, 0, 8, 0});
    FcpCommandIu.dataLength(ours, BASE, 4096);
    assertThat(written(ours, 32)).isEqualTo(bytes(golden));
  }

  @Test
  void readsAndWritesTransferReady() {
    ByteBuffer golden = Golden.unit("transferReady");
    assertThat(FcpTransferReadyIu.relativeOffset(golden, 0)).isZero();
    assertThat(FcpTransferReadyIu.burstLength(golden, 0)).isEqualTo(4096);

    ByteBuffer ours = ByteBuffer.allocate(BASE + FcpTransferReadyIu.LENGTH_BYTES);
    FcpTransferReadyIu.write(ours, BASE, 0, 4096);
    assertThat(written(ours, 12)).isEqualTo(bytes(golden));
  }

  @Test
  void readsAndWritesGoodResponse() {
    ByteBuffer golden = Golden.unit("responseGood");
    assertThat(FcpResponseIu.isWhole(golden, 0, golden.capacity())).isTrue();
    assertThat(FcpResponseIu.status(golden, 0)).isZero();
    assertThat(FcpResponseIu.flags(golden, 0)).isZero();

    ByteBuffer ours = ByteBuffer.allocate(BASE + FcpResponseIu.FIXED_BYTES);
    FcpResponseIu.clear(ours, BASE);
    assertThat(written(ours, 24)).isEqualTo(bytes(golden));
  }

  @Test
  void readsAndWritesResponseWithSense() {
    ByteBuffer golden = Golden.unit("responseCheckCondition");
    assertThat(FcpResponseIu.isWhole(golden, 0, golden.capacity())).isTrue();
    assertThat(FcpResponseIu.status(golden, 0)).isEqualTo(2);
    assertThat(FcpResponseIu.senseLength(golden, 0)).isEqualTo(96);
    assertThat(FcpResponseIu.infoLength(golden, 0)).isZero();
    assertThat(golden.get(FcpResponseIu.senseAt(golden, 0))).isEqualTo((byte) 0x70);

    ByteBuffer ours = ByteBuffer.allocate(BASE + 120);
    FcpResponseIu.clear(ours, BASE);
    FcpResponseIu.status(ours, BASE, 2, 0);
    FcpResponseIu.senseLength(ours, BASE, 96);
    ours.put(FcpResponseIu.senseAt(ours, BASE), bytes(golden), 24, 96);
    assertThat(written(ours, 120)).isEqualTo(bytes(golden));
  }

  @Test
  void readsAndWritesLogicalUnitResetAndItsResponse() {
    ByteBuffer request = Golden.unit("commandUnitReset");
    assertThat(FcpCommandIu.functions(request, 0)).isEqualTo(FcpCommandIu.LOGICAL_UNIT_RESET);
    ByteBuffer ours = ByteBuffer.allocate(BASE + 32);
    FcpCommandIu.functions(ours, BASE, FcpCommandIu.LOGICAL_UNIT_RESET);
    assertThat(written(ours, 32)).isEqualTo(bytes(request));

    ByteBuffer response = Golden.unit("responseUnitReset");
    assertThat(FcpResponseIu.isWhole(response, 0, response.capacity())).isTrue();
    assertThat(FcpResponseIu.responseCode(response, 0)).isZero();
    ByteBuffer answer = ByteBuffer.allocate(BASE + 32);
    FcpResponseIu.clear(answer, BASE);
    FcpResponseIu.responseCode(answer, BASE, FcpResponseCode.FUNCTION_COMPLETE, 0);
    assertThat(written(answer, 32)).isEqualTo(bytes(response));
  }

  @Test
  void readsServiceParametersOfThePortThatIsBothEnds() {
    ByteBuffer golden = Golden.unit("prliRequest");
    FcpServiceParameters theirs = new FcpServiceParameters(golden.getInt(16));
    int both = FcpServiceParameters.INITIATOR_FUNCTION | FcpServiceParameters.TARGET_FUNCTION;
    assertThat(theirs.has(both | FcpServiceParameters.CONFIRMED_COMPLETION)).isTrue();
    assertThat(theirs.has(FcpServiceParameters.READ_TRANSFER_READY_DISABLED)).isTrue();
    assertThat(theirs.has(FcpServiceParameters.RETRY)).isFalse();
    assertThat(new FcpServiceParameters(0).with(both | 0x82)).isEqualTo(theirs);
  }
}
