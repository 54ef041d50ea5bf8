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
import org.quintain.initiator.MessagePort;

/** SRP, second part: data buffer descriptors, and what is moved by them. */
public final class SrpDataCases {
  private static final String DIRECT = "SRP r16a Direct Direct data buffer descriptor";
  private static final String INDIRECT = "SRP r16a Indirect Indirect data buffer descriptor";
  private static final String IMMEDIATE = "SRP-2 Immediate Immediate data";
  private static final String LOGOUT = "SRP r16a T_LOGOUT SRP_T_LOGOUT request";
  private static final int FIELDS_INVALID = 2;
  private static final int IMMEDIATE_AT = 68;
  private static final int PIECES = 3;

  private SrpDataCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.MESSAGES);
    direct(table);
    indirect(table);
    wrongTables(table);
    wrongMemory(table);
    immediate(table);
    return table.list();
  }

  /** What is in some blocks; where data may be lost, something that nobody else put there. */
  private static byte[] blocks(TestBench bench, int count) {
    long at = bench.blocks().middle();
    if (bench.isDataLossAllowed()) {
      bench.blocks().write(at, bench.blocks().pattern(at, count, 0x3A));
    }
    return bench.blocks().read(at, count);
  }

  private static void direct(CaseTable table) {
    table
        .shall(
            "SRP-10/none",
            DIRECT,
            "A command without descriptors moves nothing: GOOD",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              channel.execute(channel.command(Cdb.testUnitReady())).good();
            })
        .shall(
            "SRP-10/in",
            DIRECT,
            "Data-In lands where the descriptor says",
            bench -> {
              byte[] expected = blocks(bench, 2);
              SrpPort port = SrpPort.open(bench);
              SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
              MessagePort.Memory memory = port.writable(expected.length);
              Cdb read = Cdb.read10(bench.blocks().middle(), 2);
              channel.execute(channel.command(read).in(memory, expected.length)).good();
              bench.check(Arrays.equals(memory.bytes(), expected), "Other bytes are there.");
            })
        .shall(
            "SRP-10/offset",
            DIRECT,
            "A virtual address within a region is where Data-In begins, and nothing is beside it",
            SrpDataCases::within)
        .destructive(
            "SRP-10/out",
            DIRECT,
            "Data-Out is taken from where the descriptor says",
            bench -> {
              long at = bench.blocks().middle();
              byte[] data = bench.blocks().pattern(at, 2, 0x51);
              SrpPort port = SrpPort.open(bench);
              SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
              MessagePort.Memory memory = port.readable(data);
              channel.execute(channel.command(Cdb.write10(at, 2)).out(memory, data.length)).good();
              bench.blocks().expect(at, data, "what was written");
            });
  }

  private static void within(TestBench bench) {
    byte[] expected = blocks(bench, 1);
    SrpPort port = SrpPort.open(bench);
    SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
    MessagePort.Memory memory = port.writable(expected.length + 64);
    Cdb read = Cdb.read10(bench.blocks().middle(), 1);
    byte[] there = SrpCommand.descriptor(memory.address() + 17, memory.key(), expected.length);
    channel.execute(channel.command(read).in(there)).good();
    byte[] bytes = memory.bytes();
    byte[] wanted = new byte[bytes.length];
    System.arraycopy(expected, 0, wanted, 17, expected.length);
    bench.check(Arrays.equals(bytes, wanted), "Other bytes are there.");
  }

  /** A buffer in pieces of odd sizes, each with a region of its own. */
  private record Pieces(List<MessagePort.Memory> memories, byte[] list) {
    static Pieces of(SrpPort port, byte[] bytes, boolean isOut) {
      int[] ends = {bytes.length / 3 + 5, bytes.length / 2 + 9, bytes.length};
      MessagePort.Memory[] made = new MessagePort.Memory[PIECES];
      byte[] list = new byte[PIECES * SrpCommand.DESCRIPTOR_BYTES];
      int from = 0;
      for (int index = 0; index < PIECES; index++) {
        int length = ends[index] - from;
        made[index] =
            isOut
                ? port.readable(Arrays.copyOfRange(bytes, from, ends[index]))
                : port.writable(length);
        byte[] one = SrpCommand.descriptor(made[index].address(), made[index].key(), length);
        System.arraycopy(one, 0, list, index * SrpCommand.DESCRIPTOR_BYTES, one.length);
        from = ends[index];
      }
      return new Pieces(List.of(made), list);
    }

    byte[] bytes(int length) {
      byte[] all = new byte[length];
      int at = 0;
      for (MessagePort.Memory memory : memories) {
        byte[] piece = memory.bytes();
        System.arraycopy(piece, 0, all, at, piece.length);
        at += piece.length;
      }
      return all;
    }
  }

  /** Reads or writes two blocks by a table of which {@code listed} entries are in the command. */
  private static void byTable(TestBench bench, int listed, boolean isOut) {
    long at = bench.blocks().middle();
    byte[] data = isOut ? bench.blocks().pattern(at, 2, listed + 9) : blocks(bench, 2);
    SrpPort port = SrpPort.open(bench);
    SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
    Pieces pieces = Pieces.of(port, data, isOut);
    MessagePort.Memory table = port.readable(pieces.list());
    byte[] where = SrpCommand.descriptor(table.address(), table.key(), pieces.list().length);
    byte[] list = Arrays.copyOf(pieces.list(), listed * SrpCommand.DESCRIPTOR_BYTES);
    byte[] indirect = SrpCommand.indirect(where, data.length, list);
    SrpCommand command =
        isOut
            ? channel.command(Cdb.write10(at, 2)).outBy(indirect, listed)
            : channel.command(Cdb.read10(at, 2)).inBy(indirect, listed);
    channel.execute(command).good();
    if (isOut) {
      bench.blocks().expect(at, data, "what was written");
    } else {
      bench.check(Arrays.equals(pieces.bytes(data.length), data), "Other bytes are there.");
    }
  }

  private static void indirect(CaseTable table) {
    table
        .shall(
            "SRP-10/listed-in",
            INDIRECT,
            "Data-In goes to the pieces of a table that stands in the command",
            bench -> byTable(bench, PIECES, false))
        .shall(
            "SRP-10/partial-in",
            INDIRECT,
            "Data-In goes to the pieces of a table of which the command has the first entry",
            bench -> byTable(bench, 1, false))
        .shall(
            "SRP-10/table-in",
            INDIRECT,
            "Data-In goes to the pieces of a table that is read by RDMA",
            bench -> byTable(bench, 0, false))
        .destructive(
            "SRP-10/listed-out",
            INDIRECT,
            "Data-Out comes from the pieces of a table that stands in the command",
            bench -> byTable(bench, PIECES, true))
        .destructive(
            "SRP-10/partial-out",
            INDIRECT,
            "Data-Out comes from the pieces of a table of which the command has two entries",
            bench -> byTable(bench, 2, true))
        .destructive(
            "SRP-10/table-out",
            INDIRECT,
            "Data-Out comes from the pieces of a table that is read by RDMA",
            bench -> byTable(bench, 0, true));
  }

  /** Demands that a command with that indirect descriptor is answered by RSP_CODE 02h. */
  private static void refused(TestBench bench, long tableBytes, long total, int pieces, int count) {
    SrpPort port = SrpPort.open(bench);
    SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
    int block = bench.facts().blockBytes();
    MessagePort.Memory memory = port.writable(block);
    byte[] list = new byte[pieces * SrpCommand.DESCRIPTOR_BYTES];
    for (int index = 0; index < pieces; index++) {
      byte[] one = SrpCommand.descriptor(memory.address(), memory.key(), block / 4);
      System.arraycopy(one, 0, list, index * SrpCommand.DESCRIPTOR_BYTES, one.length);
    }
    byte[] where = SrpCommand.descriptor(memory.address(), memory.key(), tableBytes);
    byte[] indirect = SrpCommand.indirect(where, total < 0 ? block : total, list);
    Cdb read = Cdb.read10(bench.blocks().middle(), 1);
    channel.execute(channel.command(read).inBy(indirect, count)).code(FIELDS_INVALID);
    bench.check(Arrays.equals(memory.bytes(), new byte[block]), "Data was moved.");
    channel.execute(channel.command(Cdb.testUnitReady())).good();
  }

  private static void wrongTables(CaseTable table) {
    table
        .shall(
            "SRP-11/length",
            INDIRECT,
            "A table whose length is no number of entries: RSP_CODE 02h",
            bench -> refused(bench, 17, -1, 1, 1))
        .shall(
            "SRP-11/empty",
            INDIRECT,
            "A table without an entry: RSP_CODE 02h",
            bench -> refused(bench, 0, -1, 0, 0))
        .shall(
            "SRP-11/count",
            INDIRECT,
            "A list with more entries than the table has: RSP_CODE 02h",
            bench -> refused(bench, 16, -1, 2, 2))
        .shall(
            "SRP-12/sum",
            INDIRECT,
            "Pieces that are shorter together than DATA LENGTH says: RSP_CODE 02h",
            bench -> refused(bench, 32, -1, 2, 2));
  }

  /** Demands that a read with that descriptor ends the connection, and moves nothing. */
  private static void unreachable(TestBench bench, boolean isWritable, int more, int key) {
    SrpPort port = SrpPort.open(bench);
    SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
    int block = bench.facts().blockBytes();
    MessagePort.Memory memory = isWritable ? port.writable(block) : port.readable(new byte[block]);
    byte[] there = SrpCommand.descriptor(memory.address() + more, memory.key() ^ key, block);
    channel.ask(channel.command(Cdb.read10(bench.blocks().middle(), 1)).in(there).encode());
    channel.ended();
    bench.check(Arrays.equals(memory.bytes(), new byte[block]), "Data was moved.");
    SrpPort.channel(bench);
  }

  private static void wrongMemory(CaseTable table) {
    table
        .shall(
            "SRP-13/key",
            DIRECT,
            "A memory handle that names nothing: no data is moved, the channel ends",
            bench -> unreachable(bench, true, 0, 0x00F0_0000))
        .shall(
            "SRP-13/bounds",
            DIRECT,
            "A descriptor beyond its region: no data is moved, the channel ends",
            bench -> unreachable(bench, true, 1, 0))
        .shall(
            "SRP-13/rights",
            DIRECT,
            "Memory that may not be written: no data is moved, the channel ends",
            bench -> unreachable(bench, false, 0, 0))
        .destructive(
            "SRP-13/out",
            DIRECT,
            "Data-Out from a memory handle that names nothing: nothing is written",
            bench -> {
              long at = bench.blocks().middle();
              byte[] before = bench.blocks().read(at, 1);
              SrpPort port = SrpPort.open(bench);
              SrpChannel channel = port.logIn(port.login()).clearUnitAttentions();
              byte[] nowhere = SrpCommand.descriptor(0x1000, 0x00F0_1234, before.length);
              channel.ask(channel.command(Cdb.write10(at, 1)).out(nowhere).encode());
              channel.ended();
              bench.blocks().expect(at, before, "what was there before");
            });
  }

  private static SrpChannel withImmediateData(TestBench bench, SrpPort port) {
    SrpChannel channel = port.logIn(port.login().immediate(IMMEDIATE_AT));
    boolean granted = (Bytes.u8(channel.answer(), 26) & 0x80) != 0;
    bench.require(granted, "The target takes no immediate data.");
    return channel.clearUnitAttentions();
  }

  private static void immediate(CaseTable table) {
    table
        .destructive(
            "SRP-27/write",
            IMMEDIATE,
            "Immediate data is written",
            bench -> {
              long at = bench.blocks().middle();
              byte[] data = bench.blocks().pattern(at, 1, 0x27);
              SrpChannel channel = withImmediateData(bench, SrpPort.open(bench));
              SrpCommand write = channel.command(Cdb.write10(at, 1));
              channel.ask(write.immediate(data, data.length, IMMEDIATE_AT)).response().good();
              bench.blocks().expect(at, data, "what was sent along");
            })
        .destructive(
            "SRP-27/short",
            IMMEDIATE,
            "Immediate data that the unit does not have: RSP_CODE 02h, nothing is written",
            bench -> {
              long at = bench.blocks().middle();
              byte[] before = bench.blocks().read(at, 1);
              SrpChannel channel = withImmediateData(bench, SrpPort.open(bench));
              SrpCommand write = channel.command(Cdb.write10(at, 1));
              byte[] half = new byte[before.length / 2];
              channel
                  .ask(write.immediate(half, before.length, IMMEDIATE_AT))
                  .response()
                  .code(FIELDS_INVALID);
              bench.blocks().expect(at, before, "what was there before");
            })
        .destructive(
            "SRP-27/unasked",
            IMMEDIATE + "; " + LOGOUT,
            "Immediate data that was not granted: SRP_T_LOGOUT with reason 6",
            bench -> {
              SrpChannel channel = SrpPort.channel(bench);
              byte[] data = new byte[bench.facts().blockBytes()];
              SrpCommand write = channel.command(Cdb.write10(bench.blocks().middle(), 1));
              channel.ask(write.immediate(data, data.length, IMMEDIATE_AT)).loggedOut(6);
            });
  }
}
