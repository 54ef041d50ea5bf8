// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp.cases;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.conformance.srp.SrpChannel;
import org.quintain.conformance.srp.SrpPort;
import org.quintain.conformance.srp.SrpResponse;
import org.quintain.initiator.MessagePort;

/** SRP, eighth part: initiator ports of SRP in persistent reservations, by their TransportIDs. */
public final class SrpReservationCases {
  private static final String NAMES =
      "SRP r16a Names Port identifiers and their mapping; SPC-5 7.6.4 TransportID identifiers";
  private static final String SPECIFIED = NAMES + "; SPC-5 5.13.7 Registering";
  private static final int REGISTER = 0;
  private static final int RESERVE = 1;
  private static final int CLEAR = 3;
  private static final int IGNORE = 6;
  private static final int SPEC_I_PT = 0x08;
  private static final int REGISTRANTS_ONLY = 5;
  private static final int CONFLICT = 0x18;
  private static final int ID_BYTES = 24;
  private static final int ROOM = 4096;
  private static final long KEY = 0x5352_5000_0000_0031L;

  private SrpReservationCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return new CaseTable(Need.MESSAGES)
        .destructive(
            "SRP-31/status",
            NAMES,
            "READ FULL STATUS tells a registrant by a TransportID of SRP: 24 bytes with its name",
            SrpReservationCases::fullStatus)
        .destructive(
            "SRP-31/specified",
            SPECIFIED,
            "SPEC_I_PT with a TransportID of SRP registers the port of that name, and no other",
            SrpReservationCases::specified)
        .destructive(
            "SRP-31/format",
            SPECIFIED,
            "SPEC_I_PT with a TransportID of SRP in a format that there is not: 5/26/00",
            bench -> refused(bench, 0x40, ID_BYTES))
        .destructive(
            "SRP-31/cut",
            SPECIFIED,
            "SPEC_I_PT with a TransportID of SRP that is cut short: nobody is registered",
            bench -> refused(bench, 0, ID_BYTES - 4))
        .list();
  }

  /** An initiator port that reserves, by one channel. */
  private record Holder(SrpPort port, SrpChannel channel) {
    SrpResponse out(int action, int type, byte[] list) {
      Cdb cdb =
          Cdb.blank("PERSISTENT RESERVE OUT", 0x5F, 10)
              .with(1, action)
              .with(2, type)
              .field(5, 4, list.length);
      MessagePort.Memory memory = port.readable(list);
      return channel.execute(channel.command(cdb).out(memory, list.length));
    }

    byte[] in(int action) {
      Cdb cdb = Cdb.blank("PERSISTENT RESERVE IN", 0x5E, 10).with(1, action).field(7, 2, ROOM);
      MessagePort.Memory memory = port.writable(ROOM);
      channel.execute(channel.command(cdb).in(memory, ROOM)).good();
      return memory.bytes();
    }

    int registrations() {
      return (int) Bytes.u32(in(0), 4) / 8;
    }
  }

  private static Holder holder(TestBench bench) {
    bench.requireCommand("PERSISTENT RESERVE OUT", 0x5F, REGISTER);
    bench.requireCommand("PERSISTENT RESERVE IN", 0x5E, 3);
    scrub(bench);
    bench.atEnd(() -> scrub(bench));
    SrpPort port = SrpPort.open(bench);
    return new Holder(port, port.logIn(port.login()).clearUnitAttentions());
  }

  private static void scrub(TestBench bench) {
    bench.a().clearUnitAttentions();
    send(bench, IGNORE, list(0, KEY, 0));
    send(bench, CLEAR, list(KEY, 0, 0));
  }

  private static void send(TestBench bench, int action, byte[] list) {
    Cdb cdb =
        Cdb.blank("PERSISTENT RESERVE OUT", 0x5F, 10).with(1, action).field(5, 4, list.length);
    bench.call(cdb).out(list).go().good();
  }

  private static byte[] list(long key, long actionKey, int flags) {
    byte[] list = new byte[24];
    Bytes.put(list, 0, 8, key);
    Bytes.put(list, 8, 8, actionKey);
    list[20] = (byte) flags;
    return list;
  }

  /** SPC-5 7.6.4: 04h, seven bytes of zero, the initiator port identifier. */
  private static byte[] transportId(byte[] name) {
    byte[] id = new byte[ID_BYTES];
    id[0] = 0x04;
    System.arraycopy(name, 0, id, 8, name.length);
    return id;
  }

  private static byte[] listWith(byte[] transportId) {
    byte[] list = Arrays.copyOf(list(0, KEY, SPEC_I_PT), 28 + transportId.length);
    Bytes.put(list, 24, 4, transportId.length);
    System.arraycopy(transportId, 0, list, 28, transportId.length);
    return list;
  }

  private static void fullStatus(TestBench bench) {
    Holder holder = holder(bench);
    holder.out(REGISTER, 0, list(0, KEY, 0)).good();
    byte[] told = holder.in(3);
    bench.check(
        Bytes.u32(told, 4) == 24 + ID_BYTES && Bytes.u64(told, 8) == KEY,
        "READ FULL STATUS tells otherwise: " + Bytes.hex(told, 0, 64) + ".");
    byte[] id = Arrays.copyOfRange(told, 32, 32 + ID_BYTES);
    bench.check(
        Bytes.u32(told, 28) == ID_BYTES
            && Arrays.equals(id, transportId(holder.port().login().initiator())),
        "The TransportID is another one: " + Bytes.hex(id) + ".");
  }

  private static void requireSpecifying(TestBench bench, Holder holder) {
    bench.require((Bytes.u8(holder.in(2), 2) & SPEC_I_PT) != 0, "SIP_C is zero.");
  }

  private static void specified(TestBench bench) {
    Holder holder = holder(bench);
    requireSpecifying(bench, holder);
    byte[] name = holder.port().login().otherInitiator(0, 0x20).initiator();
    holder.out(REGISTER, 0, listWith(transportId(name))).good();
    bench.check(holder.registrations() == 2, "There are not two registrations.");
    holder.out(RESERVE, REGISTRANTS_ONLY, list(KEY, 0, 0)).good();
    SrpChannel named = logIn(holder.port(), 0x20);
    named.execute(named.command(Cdb.write10(0, 0))).good();
    SrpChannel stranger = logIn(holder.port(), 0x40);
    SrpResponse refused = stranger.execute(stranger.command(Cdb.write10(0, 0)));
    if (refused.status() != CONFLICT) {
      throw CaseEnd.fail("A port that was not named may write: " + refused + ".");
    }
  }

  private static SrpChannel logIn(SrpPort port, int bits) {
    return port.logIn(port.login().otherInitiator(0, bits)).clearUnitAttentions();
  }

  private static void refused(TestBench bench, int format, int lengthBytes) {
    Holder holder = holder(bench);
    requireSpecifying(bench, holder);
    byte[] id = transportId(holder.port().login().otherInitiator(0, 0x20).initiator());
    id[0] |= (byte) format;
    SrpResponse response = holder.out(REGISTER, 0, listWith(Arrays.copyOf(id, lengthBytes)));
    Sense sense = response.sense();
    bench.check(
        response.status() == 2 && sense != null && sense.key() == Sense.ILLEGAL_REQUEST,
        "It is answered by " + response + ".");
    if (format != 0) {
      response.check(Sense.ILLEGAL_REQUEST, 0x2600);
    }
    bench.check(holder.registrations() == 0, "Somebody is registered.");
  }
}
