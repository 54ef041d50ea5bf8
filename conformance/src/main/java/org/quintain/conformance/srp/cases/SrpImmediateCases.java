// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp.cases;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.srp.SrpChannel;
import org.quintain.conformance.srp.SrpCommand;
import org.quintain.conformance.srp.SrpPort;
import org.quintain.conformance.srp.SrpResponse;
import org.quintain.initiator.MessagePort;

/** SRP, seventh part: the limits of immediate data, and buffers of other lengths than the data. */
public final class SrpImmediateCases {
  private static final String IMMEDIATE = "SRP-2 Immediate Immediate data";
  private static final String DIRECT = "SRP r16a Direct Direct data buffer descriptor";
  private static final String INDIRECT = "SRP r16a Indirect Indirect data buffer descriptor";
  private static final String RESPONSE = "SRP r16a RSP SRP_RSP response";
  private static final int GRANTED = 0x80;
  private static final int FIELDS_INVALID = 2;

  /** Behind the descriptor with some room, as Linux has it. */
  private static final int OFFSET = 68;

  private SrpImmediateCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.MESSAGES);
    offsets(table);
    lengths(table);
    buffers(table);
    return table.list();
  }

  private static boolean isGranted(TestBench bench, int offset) {
    SrpPort port = SrpPort.open(bench);
    SrpChannel channel = port.connect(port.login().immediate(offset).encode());
    return channel.isGranted() && (Bytes.u8(channel.accepted().answer(), 26) & GRANTED) != 0;
  }

  private static SrpChannel channel(TestBench bench) {
    SrpPort port = SrpPort.open(bench);
    SrpChannel channel = port.logIn(port.login().immediate(OFFSET));
    boolean granted = (Bytes.u8(channel.answer(), 26) & GRANTED) != 0;
    bench.require(granted, "The target takes no immediate data.");
    return channel.clearUnitAttentions();
  }

  private static void offsets(CaseTable table) {
    table
        .shall(
            "SRP-27/low",
            IMMEDIATE,
            "Immediate data that would begin within the descriptor is not granted",
            bench -> {
              channel(bench);
              bench.check(!isGranted(bench, 48), "It is.");
            })
        .shall(
            "SRP-27/high",
            IMMEDIATE,
            "Immediate data that would begin beyond the longest unit is not granted",
            bench -> {
              long most = Bytes.u32(channel(bench).answer(), 16);
              bench.require(most < 0xFFFF, "The target takes units of " + most + " bytes.");
              bench.check(!isGranted(bench, (int) most), "It is.");
            });
  }

  /** Sends {@code blocks} blocks along with a WRITE of {@code written}. */
  private static SrpResponse write(TestBench bench, SrpChannel channel, int blocks, int written) {
    long at = bench.blocks().middle();
    byte[] data = bench.blocks().pattern(at, blocks, 0x28 + written);
    SrpCommand write = channel.command(Cdb.write10(at, written));
    SrpResponse response = channel.ask(write.immediate(data, data.length, OFFSET)).response();
    if (response.status() == 0) {
      byte[] landed = Arrays.copyOf(data, Math.min(blocks, written) * bench.facts().blockBytes());
      bench.blocks().expect(at, landed, "what was sent along");
    }
    return response;
  }

  private static void lengths(CaseTable table) {
    table
        .destructive(
            "SRP-27/most",
            IMMEDIATE,
            "As much immediate data as the longest unit has room for is written",
            bench -> {
              SrpChannel channel = channel(bench);
              long room = Bytes.u32(channel.answer(), 16) - OFFSET;
              int blocks = (int) Math.min(256, room / bench.facts().blockBytes());
              bench.require(blocks > 0, "The longest unit has no room for a block.");
              SrpResponse response = write(bench, channel, blocks, blocks).good();
              bench.check(response.flags() == 0, "There is something: " + response + ".");
            })
        .destructive(
            "SRP-27/more",
            IMMEDIATE + "; " + RESPONSE,
            "More immediate data than the command writes: DOUNDER by the rest",
            bench -> {
              SrpResponse response = write(bench, channel(bench), 2, 1).good();
              bench.check(
                  response.outResidual() == -bench.facts().blockBytes(),
                  "The residual is another one: " + response + ".");
            })
        .destructive(
            "SRP-27/less",
            IMMEDIATE + "; " + RESPONSE,
            "Less immediate data than the command writes: DOOVER by what is missing",
            bench -> {
              SrpResponse response = write(bench, channel(bench), 1, 2);
              bench.check(
                  response.outResidual() == bench.facts().blockBytes(),
                  "The residual is another one: " + response + ".");
            })
        .destructive(
            "SRP-27/covered",
            IMMEDIATE,
            "Immediate data that begins within ADDITIONAL CDB: RSP_CODE 02h, nothing is written",
            bench -> {
              long at = bench.blocks().middle();
              byte[] before = bench.blocks().read(at, 1);
              SrpChannel channel = channel(bench);
              SrpCommand write = channel.command(Cdb.write10(at, 1)).additional(6);
              byte[] data = new byte[before.length];
              channel
                  .ask(write.immediate(data, data.length, OFFSET))
                  .response()
                  .code(FIELDS_INVALID);
              bench.blocks().expect(at, before, "what was there before");
            });
  }

  private static void buffers(CaseTable table) {
    table
        .shall(
            "SRP-11/zero",
            DIRECT + "; " + RESPONSE,
            "A descriptor of no bytes is a buffer of no bytes: DIOVER by all of the data",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
              MessagePort.Memory memory = port.writable(16);
              Cdb read = Cdb.read10(bench.blocks().middle(), 1);
              SrpResponse response = channel.execute(channel.command(read).in(memory, 0));
              bench.check(
                  response.inResidual() == bench.facts().blockBytes(),
                  "The residual is another one: " + response + ".");
            })
        .shall(
            "SRP-12/longer",
            INDIRECT,
            "Pieces that are longer together than DATA LENGTH says: that length is the buffer's",
            SrpImmediateCases::longerPieces)
        .shall(
            "SRP-14/both",
            DIRECT + "; RSP SRP_RSP response",
            "Buffers both ways: each has its residual",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
              MessagePort.Memory out = port.readable(new byte[16]);
              MessagePort.Memory in = port.writable(512);
              SrpResponse response =
                  channel.execute(channel.command(Cdb.inquiry(36)).out(out, 16).in(in, 512));
              bench.check(
                  response.status() == 0
                      && response.outResidual() == -16
                      && response.inResidual() == 36 - 512,
                  "The residuals are others: " + response + ".");
            });
  }

  private static void longerPieces(TestBench bench) {
    int block = bench.facts().blockBytes();
    byte[] expected = bench.blocks().read(bench.blocks().middle(), 1);
    SrpPort port = SrpPort.open(bench);
    SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
    MessagePort.Memory memory = port.writable(2 * block);
    byte[] first = SrpCommand.descriptor(memory.address(), memory.key(), block / 2);
    byte[] second =
        SrpCommand.descriptor(memory.address() + block / 2, memory.key(), block + block / 2);
    byte[] list = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, list, first.length, second.length);
    byte[] where = SrpCommand.descriptor(memory.address(), memory.key(), list.length);
    byte[] indirect = SrpCommand.indirect(where, block, list);
    Cdb read = Cdb.read10(bench.blocks().middle(), 2);
    SrpResponse response = channel.execute(channel.command(read).inBy(indirect, 2));
    bench.check(response.inResidual() == block, "The residual is another one: " + response + ".");
    byte[] wanted = Arrays.copyOf(expected, 2 * block);
    bench.check(Arrays.equals(memory.bytes(), wanted), "Other bytes are there.");
  }
}
