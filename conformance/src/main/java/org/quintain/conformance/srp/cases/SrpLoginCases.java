// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp.cases;

import java.util.List;
import org.quintain.conformance.bench.CaseTable;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.srp.SrpChannel;
import org.quintain.conformance.srp.SrpLogin;
import org.quintain.conformance.srp.SrpPort;

/** SRP, first part: logins, and what they are answered with. */
public final class SrpLoginCases {
  private static final String RESPONSE = "SRP r16a LOGIN_RSP SRP_LOGIN_RSP response";
  private static final String REJECT = "SRP r16a LOGIN_REJ SRP_LOGIN_REJ response";
  private static final String REQUEST = "SRP r16a LOGIN_REQ SRP_LOGIN_REQ request";
  private static final String LIMIT = "SRP r16a Limit Request limit";
  private static final String CHANNELS = "SRP r16a Channels RDMA channels and the I_T nexus";
  private static final String NAMES = "SRP r16a Names Port identifiers and their mapping";

  private static final long TOO_LARGE = 0x0001_0002;
  private static final long NO_ASSOCIATION = 0x0001_0003;
  private static final long NO_FORMAT = 0x0001_0004;

  private SrpLoginCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    CaseTable table = new CaseTable(Need.MESSAGES);
    responses(table);
    moreResponses(table);
    lengths(table);
    names(table);
    rejections(table);
    return table.list();
  }

  private static byte[] granted(TestBench bench) {
    SrpPort port = SrpPort.open(bench);
    return port.logIn(port.login()).answer();
  }

  private static void responses(CaseTable table) {
    table
        .shall(
            "SRP-01/tag",
            RESPONSE,
            "SRP_LOGIN_RSP has the tag of the request",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpLogin login = port.login().tag(0x8123_4567_89AB_CDEFL);
              byte[] answer = port.logIn(login).answer();
              bench.check(Bytes.u64(answer, 8) == login.tag(), "TAG is another one.");
            })
        .shall(
            "SRP-01/limit",
            RESPONSE + "; " + LIMIT,
            "The request limit lets the initiator send a command and a function",
            bench -> {
              long limit = Bytes.u32(granted(bench), 4);
              bench.check(limit >= 2 && limit <= 0x7FFF_FFFFL, "The limit is " + limit + ".");
            })
        .shall(
            "SRP-01/to-target",
            RESPONSE,
            "MAXIMUM INITIATOR TO TARGET IU LENGTH is not below what was asked for",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpLogin login = port.login().length(1024);
              long most = Bytes.u32(port.logIn(login).answer(), 16);
              bench.check(most >= login.length(), "It is " + most + ".");
            })
        .shall(
            "SRP-01/to-initiator",
            RESPONSE,
            "MAXIMUM TARGET TO INITIATOR IU LENGTH has room for a response",
            bench -> {
              long most = Bytes.u32(granted(bench), 20);
              bench.check(most >= 40, "It is " + most + ".");
            });
  }

  private static void moreResponses(CaseTable table) {
    table
        .shall(
            "SRP-01/formats",
            RESPONSE,
            "SUPPORTED BUFFER FORMATS has those that were required",
            bench -> {
              int formats = Bytes.u16(granted(bench), 24);
              bench.check(
                  (formats & SrpLogin.FORMATS) == SrpLogin.FORMATS,
                  "The formats are " + Bytes.h(formats) + ".");
            })
        .shall(
            "SRP-01/direct",
            RESPONSE,
            "A login that requires direct descriptors alone is granted",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.logIn(port.login().formats(0x0002));
            })
        .shall(
            "SRP-01/reserved",
            RESPONSE,
            "Reserved bytes of SRP_LOGIN_RSP are zero",
            bench -> {
              byte[] answer = granted(bench);
              int sum = Bytes.u8(answer, 1) | Bytes.u8(answer, 2) | Bytes.u8(answer, 3);
              for (int index = 27; index < 52; index++) {
                sum |= Bytes.u8(answer, index);
              }
              bench.check(sum == 0, "They are not: " + Bytes.hex(answer, 0, 52) + ".");
            })
        .shall(
            "SRP-01/first",
            RESPONSE + "; " + CHANNELS,
            "MULTI-CHANNEL RESULT of a new initiator port says that there were no channels",
            bench -> {
              int result = Bytes.u8(granted(bench), 26) & 3;
              bench.check(result == 0, "It is " + result + ".");
            })
        .shall(
            "SRP-01/immediate",
            "SRP-2 Immediate Immediate data",
            "Immediate data is not granted to who does not ask for it",
            bench -> {
              int flags = Bytes.u8(granted(bench), 26);
              bench.check((flags & SrpLogin.IMMEDIATE) == 0, "It is.");
            });
  }

  private static void lengths(CaseTable table) {
    table
        .shall(
            "SRP-02/short",
            REQUEST + "; " + REJECT,
            "A requested length below 64 is refused with reason 00010002h",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.connect(port.login().length(63).encode()).rejected(TOO_LARGE);
            })
        .shall(
            "SRP-02/least",
            REQUEST,
            "A requested length of 64 is granted, and commands work",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.logIn(port.login().length(64)).clearUnitAttentions();
            })
        .shall(
            "SRP-02/large",
            REQUEST + "; " + REJECT,
            "A requested length that nobody has is refused with reason 00010002h",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.connect(port.login().length(0xFFFF_FFFFL).encode()).rejected(TOO_LARGE);
            })
        .shall(
            "SRP-03/format",
            REQUEST + "; " + REJECT,
            "A required buffer format without a meaning is refused with reason 00010004h",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.connect(port.login().formats(0x8006).encode()).rejected(NO_FORMAT);
            })
        .shall(
            "SRP-03/low",
            REQUEST + "; " + REJECT,
            "The lowest bit of the required buffer formats is none: 00010004h",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.connect(port.login().formats(0x0001).encode()).rejected(NO_FORMAT);
            });
  }

  private static void names(CaseTable table) {
    table
        .shall(
            "SRP-05/extension",
            NAMES + "; " + REJECT,
            "A target port identifier with another extension: 00010003h",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.connect(port.login().otherTarget(0, 0x40).encode()).rejected(NO_ASSOCIATION);
            })
        .shall(
            "SRP-05/controller",
            NAMES + "; " + REJECT,
            "A target port identifier with the GUID of another controller: 00010003h",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.connect(port.login().otherTarget(15, 1).encode()).rejected(NO_ASSOCIATION);
            })
        .shall(
            "SRP-05/initiator",
            NAMES + "; " + CHANNELS,
            "Another initiator port identifier is another nexus: both work",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpChannel one = port.logIn(port.login()).clearUnitAttentions();
              SrpChannel other = port.logIn(port.login().otherInitiator(0, 0x10));
              other.clearUnitAttentions();
              one.execute(one.command(Cdb.testUnitReady())).good();
            });
  }

  private static void rejections(CaseTable table) {
    table
        .shall(
            "SRP-08/tag",
            REJECT,
            "SRP_LOGIN_REJ has the tag of the request",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              SrpLogin login = port.login().length(1).tag(0x7766_5544_3322_1100L);
              byte[] answer = port.connect(login.encode()).rejected();
              bench.check(Bytes.u64(answer, 8) == login.tag(), "TAG is another one.");
            })
        .shall(
            "SRP-08/formats",
            REJECT,
            "SRP_LOGIN_REJ says which buffer formats are supported",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              byte[] answer = port.connect(port.login().formats(0x8000).encode()).rejected();
              int formats = Bytes.u16(answer, 24);
              bench.check(formats == SrpLogin.FORMATS, "It says " + Bytes.h(formats) + ".");
            })
        .shall(
            "SRP-08/reserved",
            REJECT,
            "Reserved bytes of SRP_LOGIN_REJ are zero",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              byte[] answer = port.connect(port.login().length(1).encode()).rejected();
              long sum = Bytes.u64(answer, 16) | Bytes.u24(answer, 1) | Bytes.u32(answer, 26);
              sum |= Bytes.u16(answer, 30);
              bench.check(sum == 0, "They are not: " + Bytes.hex(answer, 0, 32) + ".");
            })
        .shall(
            "SRP-34/empty",
            REQUEST,
            "Private data of zeros is no login: it is refused",
            bench -> SrpPort.open(bench).connect(new byte[40]).rejected())
        .shall(
            "SRP-34/type",
            REQUEST,
            "Private data of another type is no login: it is refused",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.connect(port.login().type(0x02).encode()).rejected();
            })
        .shall(
            "SRP-34/again",
            REQUEST,
            "Whoever was refused can log in",
            bench -> {
              SrpPort port = SrpPort.open(bench);
              port.connect(port.login().length(1).encode()).rejected();
              port.connect(port.login().formats(0x8000).encode()).rejected();
              port.logIn(port.login()).clearUnitAttentions();
            });
  }
}
