// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import org.jspecify.annotations.Nullable;
import org.quintain.conformance.scsi.Cdb;

/** Requests of full feature phase that are right (RFC 7143 11.3 to 11.16). */
final class CommandSteps {
  static final int FINAL = 0x80;
  static final int READ = 0x40;
  static final int WRITE = 0x20;
  static final int SIMPLE = 0x01;
  static final int HEAD_OF_QUEUE = 0x03;
  static final int BLOCK_BYTES = 512;
  private static final int READY_ATTEMPTS = 8;

  private CommandSteps() {}

  /** A numbered request with all that is common to requests. */
  static FuzzPdu request(FuzzConnection connection, FuzzKind kind) {
    FuzzSession session = connection.session();
    return FuzzPdu.of(kind.opcode())
        .flags(FINAL)
        .tag(session.newTag())
        .set(24, 4, session.takeCmdSn())
        .set(28, 4, connection.expStatSn());
  }

  /** The same with the I bit, whose number is not used up. */
  static FuzzPdu immediate(FuzzConnection connection, FuzzKind kind) {
    FuzzSession session = connection.session();
    return FuzzPdu.of(kind.opcode())
        .immediate()
        .flags(FINAL)
        .tag(session.newTag())
        .set(24, 4, session.cmdSn())
        .set(28, 4, connection.expStatSn());
  }

  static FuzzPdu command(FuzzConnection connection, Cdb cdb, int direction, int lengthBytes) {
    FuzzPdu pdu =
        request(connection, FuzzKind.SCSI_COMMAND)
            .flags(FINAL | direction | SIMPLE)
            .set(20, 4, lengthBytes);
    byte[] bytes = cdb.bytes();
    for (int index = 0; index < bytes.length && index < 16; index++) {
      pdu.set(32 + index, 1, bytes[index]);
    }
    return pdu;
  }

  /**
   * HEAD OF QUEUE: waits for no command of a connection that is being forgotten, as one behind an
   * ORDERED command would (SAM-5 8.5).
   */
  static FuzzPdu ahead(FuzzPdu command) {
    return command.flags((command.u8(1) & ~7) | HEAD_OF_QUEUE);
  }

  static FuzzPdu read(FuzzConnection connection, int block, int blocks) {
    return command(connection, Cdb.read10(block, blocks), READ, blocks * BLOCK_BYTES);
  }

  static FuzzPdu write(FuzzConnection connection, int block, int blocks) {
    return command(connection, Cdb.write10(block, blocks), WRITE, blocks * BLOCK_BYTES);
  }

  static FuzzPdu ping(FuzzConnection connection) {
    return immediate(connection, FuzzKind.NOP_OUT).set(20, 4, FuzzPdu.NO_TAG);
  }

  /** TEST UNIT READY until the unit attentions are told; false when the connection ends. */
  static boolean makeReady(FuzzConnection connection) {
    FuzzPdu answer = null;
    // Two at once: the first tells of the new nexus, the second mostly is well.
    for (int count = 0; count < 2; count++) {
      connection.send(ahead(command(connection, Cdb.testUnitReady(), 0, 0)));
    }
    for (int count = 0; count < 2; count++) {
      answer = connection.await(FuzzKind.SCSI_RESPONSE);
    }
    for (int more = 2; more < READY_ATTEMPTS && answer != null; more++) {
      if (answer.u8(3) == 0) {
        return true;
      }
      connection.send(ahead(command(connection, Cdb.testUnitReady(), 0, 0)));
      answer = connection.await(FuzzKind.SCSI_RESPONSE);
    }
    return false;
  }

  /** A write without data, and the R2T for it; null when none came. */
  static @Nullable FuzzPdu writeUntilAsked(FuzzConnection connection, int blocks) {
    FuzzPdu write = ahead(write(connection, 64, blocks));
    connection.send(write);
    FuzzPdu answer =
        connection.await(
            "a write",
            pdu ->
                pdu.opcode() == FuzzKind.R2T.opcode()
                    || pdu.opcode() == FuzzKind.SCSI_RESPONSE.opcode());
    return answer == null || answer.opcode() != FuzzKind.R2T.opcode() ? null : answer;
  }
}
