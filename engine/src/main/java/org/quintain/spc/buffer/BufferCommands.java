// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.buffer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AccessRule;
import org.quintain.device.Cdb;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandStep;
import org.quintain.device.CommandTable;
import org.quintain.device.ParameterData;
import org.quintain.device.ParameterList;
import org.quintain.device.ReadinessRule;
import org.quintain.device.ReservationRule;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.spc.CommandFamily;

/**
 * READ BUFFER(10), READ BUFFER(16) and WRITE BUFFER (SPC-5 6.17, 6.18, 6.49) in the modes data
 * (02h), descriptor (03h), echo buffer (0Ah) and echo buffer descriptor (0Bh). Microcode and error
 * history are not among them: there is no microcode to download and no history that is kept.
 *
 * <p>Each nexus has an echo buffer of its own (EBOS), which its loss and a reset empty.
 */
public final class BufferCommands implements CommandFamily {
  private static final int DATA = 0x02;
  private static final int DESCRIPTOR = 0x03;
  private static final int ECHO = 0x0A;
  private static final int ECHO_DESCRIPTOR = 0x0B;

  private static final int MODE_BYTE = 1;
  private static final int MODE_BIT = 4;
  private static final int DATA_BUFFER_BYTES = 64 << 10;
  private static final int ECHO_BUFFER_BYTES = 4 << 10;
  private static final int EBOS = 0x01;

  private final CommandStep afterData = this::afterData;
  private byte[] buffer = new byte[0];
  private byte[] @Nullable [] echoes = new byte[0][];

  @Override
  public void addTo(CommandTable table) {
    table.add(
        CommandDefinition.command("WRITE BUFFER")
            .usage(0x3B, 0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00)
            .takesDataOut()
            .admitted(ReservationRule.WRITES, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(this::write));
    table.add(
        CommandDefinition.command("READ BUFFER(10)")
            .usage(0x3C, 0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(this::read10));
    table.add(
        CommandDefinition.command("READ BUFFER(16)")
            .usage(
                0x9B, 0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0xFF, 0x00)
            .givesDataIn()
            .admitted(ReservationRule.READS, AccessRule.STANDBY, ReadinessRule.UNIT)
            .executedBy(this::read16));
  }

  private static int u24(byte[] cdb, int at) {
    return Cdb.u8(cdb, at) << 16 | Cdb.u16(cdb, at + 1);
  }

  private void read10(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    read(nowNs, execution, 2, 3, u24(cdb, 3), u24(cdb, 6));
  }

  private void read16(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    read(nowNs, execution, 14, 2, Cdb.u64(cdb, 2), Cdb.u32(cdb, 10));
  }

  private void read(
      long nowNs,
      CommandExecution execution,
      int identifierAt,
      int offsetAt,
      long offset,
      long allocationLength) {
    int identifier = Cdb.u8(execution.cdb(), identifierAt);
    switch (Cdb.u8(execution.cdb(), MODE_BYTE)) {
      case DATA -> {
        if (identifier != 0) {
          execution.terminate(nowNs, SenseData.invalidFieldInCdb(identifierAt, 7));
        } else if (offset < 0 || offset > DATA_BUFFER_BYTES) {
          execution.terminate(nowNs, SenseData.invalidFieldInCdb(offsetAt, 7));
        } else {
          sendData(nowNs, execution, (int) offset, allocationLength);
        }
      }
      case DESCRIPTOR ->
          // SPC-5 6.17.5: zeros where the identifier has no buffer.
          send(nowNs, execution, identifier == 0 ? DATA_BUFFER_BYTES : 0, allocationLength);
      case ECHO -> sendEcho(nowNs, execution, allocationLength);
      case ECHO_DESCRIPTOR ->
          send(nowNs, execution, EBOS << 24 | ECHO_BUFFER_BYTES, allocationLength);
      default -> execution.terminate(nowNs, SenseData.invalidFieldInCdb(MODE_BYTE, MODE_BIT));
    }
  }

  private static void send(
      long nowNs, CommandExecution execution, int descriptor, long allocationLength) {
    ByteBuffer data = execution.parameterData(nowNs, 4);
    if (data != null) {
      ParameterData.put32(data, 0, descriptor);
      execution.goodWithParameterData(nowNs, 4, allocationLength);
    }
  }

  private void sendData(long nowNs, CommandExecution execution, int offset, long allocationLength) {
    int length = DATA_BUFFER_BYTES - offset;
    ByteBuffer data = execution.parameterData(nowNs, length);
    if (data == null) {
      return;
    }
    if (buffer.length > 0) {
      data.put(0, buffer, offset, length);
    }
    execution.goodWithParameterData(nowNs, length, allocationLength);
  }

  private void sendEcho(long nowNs, CommandExecution execution, long allocationLength) {
    int nexus = execution.command().nexus().index();
    byte @Nullable [] echo = nexus < echoes.length ? echoes[nexus] : null;
    if (echo == null) {
      // SPC-5 6.17.7: there is nothing that could come back.
      execution.terminate(nowNs, AdditionalSense.COMMAND_SEQUENCE_ERROR);
      return;
    }
    ByteBuffer data = execution.parameterData(nowNs, echo.length);
    if (data != null) {
      ParameterData.bytes(data, 0, echo, echo.length);
      execution.goodWithParameterData(nowNs, echo.length, allocationLength);
    }
  }

  private void write(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    int length = u24(cdb, 6);
    switch (Cdb.u8(cdb, MODE_BYTE)) {
      case DATA -> {
        int offset = u24(cdb, 3);
        if (cdb[2] != 0) {
          execution.terminate(nowNs, SenseData.invalidFieldInCdb(2, 7));
        } else if (offset > DATA_BUFFER_BYTES) {
          execution.terminate(nowNs, SenseData.invalidFieldInCdb(3, 7));
        } else if (length > DATA_BUFFER_BYTES - offset) {
          execution.terminate(nowNs, SenseData.invalidFieldInCdb(6, 7));
        } else {
          ParameterList.receive(nowNs, execution, length, afterData);
        }
      }
      case ECHO -> {
        if (length > ECHO_BUFFER_BYTES) {
          execution.terminate(nowNs, SenseData.invalidFieldInCdb(6, 7));
        } else {
          ParameterList.receive(nowNs, execution, length, afterData);
        }
      }
      default -> execution.terminate(nowNs, SenseData.invalidFieldInCdb(MODE_BYTE, MODE_BIT));
    }
  }

  private void afterData(long nowNs, CommandExecution execution) {
    byte[] cdb = execution.cdb();
    byte[] data = ParameterList.of(execution);
    if (cdb[MODE_BYTE] == ECHO) {
      int nexus = execution.command().nexus().index();
      if (nexus >= echoes.length) {
        echoes = Arrays.copyOf(echoes, nexus + 1);
      }
      echoes[nexus] = data;
    } else if (data.length > 0) {
      if (buffer.length == 0) {
        buffer = new byte[DATA_BUFFER_BYTES];
      }
      System.arraycopy(data, 0, buffer, u24(cdb, 3), data.length);
    }
    execution.good(nowNs);
  }

  @Override
  public void onReset(long nowNs) {
    echoes = new byte[0][];
  }

  @Override
  public void onNexusLoss(long nowNs, ItNexus nexus) {
    if (nexus.index() < echoes.length) {
      // The index may soon be another nexus'.
      echoes[nexus.index()] = null;
    }
  }
}
