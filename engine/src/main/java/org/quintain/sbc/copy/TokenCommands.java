// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterList;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;

/**
 * POPULATE TOKEN and WRITE USING TOKEN (SBC-4 5.11, 5.46), which Windows calls offloaded data
 * transfer.
 */
final class TokenCommands {
  static final int POPULATE = 0x10;
  static final int WRITE_USING = 0x11;

  private static final int LIST_IDENTIFIER_AT = 6;
  private static final int LENGTH_AT = 10;
  private static final int PARAMETER_LIST_BYTES_MAX = 536 + 16 * CopyLimits.RANGES_MAX;

  private static final int POPULATE_RANGES_AT = 14;
  private static final int WRITE_RANGES_AT = 534;
  private static final int OFFSET_AT = 8;
  private static final int TOKEN_AT = 16;

  private final CopyDisk disk;
  private final CopyManager manager;

  TokenCommands(CopyDisk disk, CopyManager manager) {
    this.disk = disk;
    this.manager = manager;
  }

  void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("POPULATE TOKEN")
            .usage(
                0x83, POPULATE, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0xFF, 0x3F, 0x00)
            .groupNumberAt(14)
            .withServiceAction()
            .takesDataOut()
            .admitted(ReservationRule.READS, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy((nowNs, execution) -> receive(nowNs, execution, true)));
    table.add(
        CommandDefinition.command("WRITE USING TOKEN")
            .usage(
                0x83,
                WRITE_USING,
                0x00,
                0x00,
                0x00,
                0x00,
                0xFF,
                0xFF,
                0xFF,
                0xFF,
                0xFF,
                0xFF,
                0xFF,
                0xFF,
                0x3F,
                0x00)
            .groupNumberAt(14)
            .withServiceAction()
            .takesDataOut()
            .timeouts(10, CopyLimits.RECOMMENDED_SECONDS)
            .writingMedium()
            .admitted(ReservationRule.WRITES, AccessRule.ACTIVE, ReadinessRule.READY)
            .executedBy((nowNs, execution) -> receive(nowNs, execution, false)));
  }

  private void receive(long nowNs, CommandExecution execution, boolean isPopulate) {
    long length = Cdb.u32(execution.cdb(), LENGTH_AT);
    int headerBytes = (isPopulate ? POPULATE_RANGES_AT : WRITE_RANGES_AT) + 2;
    if (length == 0) {
      execution.good(nowNs);
    } else if (length < headerBytes || length > PARAMETER_LIST_BYTES_MAX) {
      execution.terminate(nowNs, AdditionalSense.PARAMETER_LIST_LENGTH_ERROR);
    } else {
      ParameterList.receive(
          nowNs, execution, length, isPopulate ? this::populate : this::writeUsing);
    }
  }

  private void populate(long nowNs, CommandExecution execution) {
    byte[] list = ParameterList.of(execution);
    ItNexus nexus = execution.command().nexus();
    long identifier = Cdb.u32(execution.cdb(), LIST_IDENTIFIER_AT);
    RangeDescriptors ranges = new RangeDescriptors();
    SenseData refusal = headerOfPopulate(list);
    if (refusal == null) {
      refusal = ranges.read(list, POPULATE_RANGES_AT, disk);
    }
    if (refusal == null) {
      refusal = manager.obstacle(nowNs, nexus, identifier);
    }
    if (refusal != null) {
      execution.terminateAfterData(nowNs, refusal);
      return;
    }
    int seconds = (int) Cdb.u32(list, 4);
    RodToken token =
        manager
            .tokens()
            .make(
                nowNs, ranges.ranges(), seconds == 0 ? CopyLimits.TOKEN_SECONDS_DEFAULT : seconds);
    CopyOperation operation =
        manager.begin(nexus, POPULATE, identifier, CopyOperation.State.COMPLETED);
    operation.end(nowNs, CopyOperation.State.COMPLETED, null);
    operation.token(token.bytes(), token.blocks() * disk.view().blockBytes());
    execution.good(nowNs);
  }

  private static @Nullable SenseData headerOfPopulate(byte[] list) {
    if (Cdb.u16(list, 0) < POPULATE_RANGES_AT || Cdb.u16(list, 0) > list.length - 2) {
      return SenseData.invalidFieldInParameterList(0, -1);
    }
    if (Cdb.u32(list, 4) > CopyLimits.TOKEN_SECONDS_MAX) {
      return SenseData.invalidFieldInParameterList(4, -1);
    }
    boolean isTypeChosen = Cdb.isSet(list, 2, 1);
    long type = Cdb.u32(list, 8);
    return isTypeChosen && type != RodTokens.CHANGE_VULNERABLE
        ? SenseData.of(AdditionalSense.INVALID_TOKEN_UNSUPPORTED_TOKEN_TYPE)
        : null;
  }

  private void writeUsing(long nowNs, CommandExecution execution) {
    byte[] list = ParameterList.of(execution);
    ItNexus nexus = execution.command().nexus();
    long identifier = Cdb.u32(execution.cdb(), LIST_IDENTIFIER_AT);
    RangeDescriptors ranges = new RangeDescriptors();
    Source source = new Source();
    SenseData refusal =
        Cdb.u16(list, 0) < WRITE_RANGES_AT || Cdb.u16(list, 0) > list.length - 2
            ? SenseData.invalidFieldInParameterList(0, -1)
            : source.find(nowNs, list, disk);
    if (refusal == null) {
      refusal = ranges.read(list, WRITE_RANGES_AT, disk);
    }
    if (refusal == null) {
      refusal = manager.obstacle(nowNs, nexus, identifier);
    }
    List<CopyPiece> pieces = new ArrayList<>();
    if (refusal == null) {
      refusal = pieces(list, source, ranges, pieces);
    }
    if (refusal != null) {
      execution.terminateAfterData(nowNs, refusal);
      return;
    }
    RodToken token = source.token;
    if (token != null) {
      token.use(nowNs);
      if (Cdb.isSet(list, 2, 1)) {
        token.delete();
      }
    }
    CopyOperation operation =
        manager.begin(
            nexus,
            WRITE_USING,
            identifier,
            Cdb.isSet(list, 2, 0)
                ? CopyOperation.State.IN_BACKGROUND
                : CopyOperation.State.IN_FOREGROUND);
    long copied = pieces.stream().mapToLong(CopyPiece::lengthBytes).sum();
    boolean hasResidual = copied < ranges.blocks() * disk.view().blockBytes();
    manager.copy(nowNs, execution, operation, pieces, token, hasResidual);
  }

  private @Nullable SenseData pieces(
      byte[] list, Source source, RangeDescriptors ranges, List<CopyPiece> into) {
    long offset = Cdb.u64(list, OFFSET_AT);
    long blocks = ranges.blocks();
    if (source.disk != null) {
      long bytes = source.bytes();
      long offsetBytes = offset * disk.view().blockBytes();
      if (offset < 0 || offset > bytes / disk.view().blockBytes() || offsetBytes >= bytes) {
        return SenseData.invalidFieldInParameterList(OFFSET_AT, -1);
      }
      blocks = Math.min(blocks, (bytes - offsetBytes) / disk.view().blockBytes());
    }
    TokenPieces cutting = new TokenPieces(source.disk, source.token, disk);
    into.addAll(cutting.cut(offset * disk.view().blockBytes(), ranges.ranges(), blocks));
    return TokenPieces.isInOrder(into)
        ? null
        : SenseData.of(AdditionalSense.INVALID_TOKEN_OPERATION_CAUSE_NOT_REPORTABLE);
  }

  /** What a token stands for; no disk where it stands for zeros. */
  private static final class Source {
    private @Nullable CopyDisk disk;
    private @Nullable RodToken token;

    /** Looks the token of {@code list} up; says what is wrong with it, or null. */
    @Nullable SenseData find(long nowNs, byte[] list, CopyDisk destination) {
      long type = Cdb.u32(list, TOKEN_AT);
      if (!RodTokens.isWellFormed(list, TOKEN_AT)) {
        return SenseData.of(AdditionalSense.INVALID_TOKEN_INVALID_TOKEN_LENGTH);
      }
      if (type == RodTokens.ZERO) {
        return null;
      }
      if (type != RodTokens.CHANGE_VULNERABLE) {
        return SenseData.of(AdditionalSense.INVALID_TOKEN_UNSUPPORTED_TOKEN_TYPE);
      }
      CopyDisk creator =
          CscdDescriptors.find(
              list, TOKEN_AT + RodTokens.CREATOR_AT, destination.logicalUnit(), null);
      RodToken found = creator == null ? null : creator.copyManager().tokens().find(list, TOKEN_AT);
      if (creator == null || found == null || !creator.isCopyable()) {
        return SenseData.of(AdditionalSense.INVALID_TOKEN_TOKEN_UNKNOWN);
      }
      disk = creator;
      token = found;
      AdditionalSense refusal = RodTokens.refusal(nowNs, found, list, TOKEN_AT);
      return refusal == null ? null : SenseData.of(refusal);
    }

    long bytes() {
      return disk == null || token == null ? 0 : token.blocks() * disk.view().blockBytes();
    }
  }
}
