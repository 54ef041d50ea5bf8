// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The accessors read what kernel peers wrote, and write the same bytes back. */
final class GoldenBytesTest {
  private static final int BASE = 5;

  private static ByteBuffer blank() {
    return ByteBuffer.allocate(BASE + Bhs.LENGTH_BYTES);
  }

  private static void assertSameHeader(ByteBuffer written, ByteBuffer golden) {
    byte[] ours = new byte[Bhs.LENGTH_BYTES];
    byte[] theirs = new byte[Bhs.LENGTH_BYTES];
    written.get(BASE, ours);
    golden.get(0, theirs);
    assertThat(ours).isEqualTo(theirs);
  }

  @Test
  void readsAndWritesLoginRequest() {
    ByteBuffer golden = Golden.pdu("loginRequest");
    assertThat(Bhs.opcode(golden, 0)).isEqualTo(IscsiOpcode.LOGIN_REQUEST);
    assertThat(LoginRequestPdu.isTransit(golden, 0)).isTrue();
    assertThat(LoginRequestPdu.isContinue(golden, 0)).isFalse();
    assertThat(LoginRequestPdu.currentStage(golden, 0)).isEqualTo(1);
    assertThat(LoginRequestPdu.nextStage(golden, 0)).isEqualTo(3);
    assertThat(LoginRequestPdu.isid(golden, 0)).isEqualTo(0x00023D000002L);
    assertThat(Bhs.dataSegmentLength(golden, 0)).isEqualTo(0x137);

    ByteBuffer written = blank();
    Bhs.opcode(written, BASE, IscsiOpcode.LOGIN_REQUEST, true);
    Bhs.flags(written, BASE, LoginRequestPdu.flags(true, false, 1, 3));
    Bhs.dataSegmentLength(written, BASE, 0x137);
    LoginRequestPdu.tsih(written, BASE, 0);
    LoginRequestPdu.isid(written, BASE, 0x00023D000002L);
    Bhs.expStatSn(written, BASE, 0x1B5B4E92);
    assertSameHeader(written, golden);
  }

  @Test
  void readsAndWritesLoginResponse() {
    ByteBuffer golden = Golden.pdu("loginResponse");
    assertThat(LoginResponsePdu.status(golden, 0)).isZero();
    assertThat(LoginRequestPdu.tsih(golden, 0)).isEqualTo(2);

    ByteBuffer written = blank();
    Bhs.opcode(written, BASE, IscsiOpcode.LOGIN_RESPONSE);
    Bhs.flags(written, BASE, LoginRequestPdu.flags(true, false, 1, 3));
    Bhs.dataSegmentLength(written, BASE, 0x10A);
    LoginRequestPdu.isid(written, BASE, 0x00023D000002L);
    LoginRequestPdu.tsih(written, BASE, 2);
    Bhs.statSn(written, BASE, 0x1B5B4E92);
    LoginResponsePdu.status(written, BASE, 0);
    assertSameHeader(written, golden);
  }

  @Test
  void readsAndWritesScsiCommand() {
    ByteBuffer golden = Golden.pdu("scsiCommandWrite");
    assertThat(ScsiCommandPdu.isRead(golden, 0)).isFalse();
    assertThat(ScsiCommandPdu.isWrite(golden, 0)).isTrue();
    assertThat(Bhs.isFinal(golden, 0)).isTrue();
    assertThat(Bhs.isImmediate(golden, 0)).isFalse();

    ByteBuffer written = blank();
    Bhs.opcode(written, BASE, IscsiOpcode.SCSI_COMMAND);
    Bhs.flags(written, BASE, Bhs.FINAL | ScsiCommandPdu.WRITE | ScsiCommandPdu.ATTRIBUTE_SIMPLE);
    Bhs.dataSegmentLength(written, BASE, 4096);
    Bhs.initiatorTaskTag(written, BASE, 0x26000000);
    ScsiCommandPdu.expectedDataTransferLength(written, BASE, 4096);
    Bhs.cmdSn(written, BASE, 0x25);
    Bhs.expStatSn(written, BASE, 0x1B5B4EB8);
    written.put(BASE + ScsiCommandPdu.CDB_OFFSET, new byte[] {0x2A, 0, 0, 0, 0, 0, 0, 0, 8});
    assertSameHeader(written, golden);
  }

  @Test
  void readsAndWritesScsiResponse() {
    ByteBuffer golden = Golden.pdu("scsiResponseCheckCondition");
    assertThat(ScsiResponsePdu.status(golden, 0)).isEqualTo(2);
    assertThat(ScsiResponsePdu.response(golden, 0)).isZero();
    assertThat(ScsiResponsePdu.isUnderflow(golden, 0)).isFalse();
    assertThat(golden.getShort(Bhs.LENGTH_BYTES)).isEqualTo((short) 96);

    ByteBuffer written = blank();
    Bhs.opcode(written, BASE, IscsiOpcode.SCSI_RESPONSE);
    Bhs.flags(written, BASE, Bhs.FINAL);
    ScsiResponsePdu.status(written, BASE, 2);
    Bhs.dataSegmentLength(written, BASE, 98);
    Bhs.initiatorTaskTag(written, BASE, 0x2B000000);
    Bhs.statSn(written, BASE, 0x1B5B4EBD);
    Bhs.expCmdSn(written, BASE, 0x2B);
    Bhs.maxCmdSn(written, BASE, 0x6A);
    assertSameHeader(written, golden);
  }

  @Test
  void readsAndWritesReadyToTransfer() {
    ByteBuffer golden = Golden.pdu("readyToTransfer");
    ByteBuffer written = blank();
    Bhs.opcode(written, BASE, IscsiOpcode.READY_TO_TRANSFER);
    Bhs.flags(written, BASE, Bhs.FINAL);
    Bhs.initiatorTaskTag(written, BASE, 0x28000000);
    Bhs.targetTransferTag(written, BASE, Bhs.targetTransferTag(golden, 0));
    Bhs.statSn(written, BASE, 0x1B5B4EBA);
    Bhs.expCmdSn(written, BASE, 0x28);
    Bhs.maxCmdSn(written, BASE, 0x66);
    R2tPdu.r2tSn(written, BASE, 0);
    R2tPdu.bufferOffset(written, BASE, 0x10000);
    R2tPdu.desiredDataTransferLength(written, BASE, 0x10000);
    assertSameHeader(written, golden);
  }

  @Test
  void readsAndWritesDataOut() {
    ByteBuffer golden = Golden.pdu("dataOutHeader");
    assertThat(Bhs.targetTransferTag(golden, 0))
        .isEqualTo(Bhs.targetTransferTag(Golden.pdu("readyToTransfer"), 0));
    assertThat(DataOutPdu.bufferOffset(golden, 0)).isEqualTo(0x10000);
    assertThat(DataOutPdu.dataSn(golden, 0)).isZero();
    assertThat(Bhs.dataSegmentLength(golden, 0)).isEqualTo(0x10000);
  }

  @Test
  void readsAndWritesDataIn() {
    ByteBuffer golden = Golden.pdu("dataInHeader");
    ByteBuffer written = blank();
    Bhs.opcode(written, BASE, IscsiOpcode.DATA_IN);
    Bhs.flags(written, BASE, Bhs.FINAL | DataInPdu.STATUS);
    Bhs.dataSegmentLength(written, BASE, 4096);
    Bhs.lun(written, BASE, -1L);
    Bhs.initiatorTaskTag(written, BASE, 0x23000000);
    Bhs.targetTransferTag(written, BASE, Bhs.RESERVED_TAG);
    Bhs.statSn(written, BASE, 0x1B5B4EB5);
    Bhs.expCmdSn(written, BASE, 0x23);
    Bhs.maxCmdSn(written, BASE, 0x62);
    assertThat(DataInPdu.hasStatus(golden, 0)).isTrue();
    assertSameHeader(written, golden);
  }

  @Test
  void readsAndWritesTaskManagement() {
    ByteBuffer request = Golden.pdu("taskManagementRequest");
    assertThat(TaskManagementRequestPdu.function(request, 0))
        .isEqualTo(TaskManagementRequestPdu.LOGICAL_UNIT_RESET);
    ByteBuffer written = blank();
    Bhs.opcode(written, BASE, IscsiOpcode.TASK_MANAGEMENT_REQUEST, true);
    TaskManagementRequestPdu.function(written, BASE, TaskManagementRequestPdu.LOGICAL_UNIT_RESET);
    Bhs.initiatorTaskTag(written, BASE, 0x2C000000);
    TaskManagementRequestPdu.referencedTaskTag(written, BASE, Bhs.RESERVED_TAG);
    Bhs.cmdSn(written, BASE, 0x2B);
    Bhs.expStatSn(written, BASE, 0x1B5B4EBE);
    assertSameHeader(written, request);

    ByteBuffer response = Golden.pdu("taskManagementResponse");
    assertThat(TaskManagementResponsePdu.response(response, 0))
        .isEqualTo(TaskManagementResponsePdu.FUNCTION_COMPLETE);
  }

  @Test
  void readsAndWritesLogout() {
    ByteBuffer request = Golden.pdu("logoutRequest");
    ByteBuffer written = blank();
    Bhs.opcode(written, BASE, IscsiOpcode.LOGOUT_REQUEST, true);
    LogoutRequestPdu.reason(written, BASE, LogoutRequestPdu.CLOSE_SESSION);
    Bhs.initiatorTaskTag(written, BASE, 0x2F000000);
    Bhs.cmdSn(written, BASE, 0x2D);
    Bhs.expStatSn(written, BASE, 0x1B5B4EC1);
    LogoutRequestPdu.cid(written, BASE, 0);
    Bhs.cmdSn(written, BASE, Bhs.cmdSn(request, 0));
    assertSameHeader(written, request);
    assertThat(LogoutResponsePdu.response(Golden.pdu("logoutResponse"), 0))
        .isEqualTo(LogoutResponsePdu.CLOSED);
  }

  @Test
  void agreesWithKernelPeersOnHeaderDigests() {
    for (String name :
        new String[] {
          "nopOutWithHeaderDigest", "nopInWithHeaderDigest", "scsiCommandWithHeaderDigest"
        }) {
      ByteBuffer golden = Golden.pdu(name);
      Digests digest = new Digests();
      digest.reset();
      digest.updateShared(golden, 0, Bhs.LENGTH_BYTES);
      assertThat(Digests.read(golden, Bhs.LENGTH_BYTES)).isEqualTo(digest.value());
    }
  }

  @Test
  void agreesWithKernelPeersOnDataDigests() {
    ByteBuffer golden = Golden.pdu("dataInWithBothDigests");
    int length = Bhs.dataSegmentLength(golden, 0);
    Digests digest = new Digests();
    digest.reset();
    digest.updateOwned(golden, 52, length);
    assertThat(Digests.read(golden, 52 + length)).isEqualTo(digest.value());
  }
}
