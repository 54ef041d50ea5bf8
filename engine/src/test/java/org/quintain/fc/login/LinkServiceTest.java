// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.fc.exchange.Exchange;
import org.quintain.fc.exchange.ReceivedSequence;
import org.quintain.fc.exchange.SequenceEnd;
import org.quintain.fc.wire.AddressDiscovery;
import org.quintain.fc.wire.ElsCommand;
import org.quintain.fc.wire.FrameType;
import org.quintain.fc.wire.LoginParameters;
import org.quintain.fc.wire.ProcessLoginPayload;
import org.quintain.fc.wire.ReadExchangeConcise;
import org.quintain.wire.LinkTopology;
import org.quintain.wire.OutgoingSequence;

/** What a port answers to each link service, good and bad; asked by a port that is logged in. */
final class LinkServiceTest {
  private static final long HIGH = 0x2000000000000009L;
  private static final long LOW = 0x2000000000000001L;
  private static final int HERE = DirectLink.HIGHER_PORT_ID;
  private static final int THERE = DirectLink.LOWER_PORT_ID;

  private final NotingProtocol seeker = new NotingProtocol(true);
  private final NotingProtocol sought = new NotingProtocol(false);
  private final FcPort initiator = new FcPort(FcPortOptions.DEFAULT);
  private final FcPort target = new FcPort(FcPortOptions.DEFAULT);
  private final Link link = new Link(LinkTopology.FABRIC_OR_POINT_TO_POINT);
  private String answer = "";

  @BeforeEach
  void logIn() {
    initiator.addNPort(0, new NPortIdentity(HIGH, HIGH + 0x100, "i"), seeker);
    target.addNPort(0, new NPortIdentity(LOW, LOW + 0x100, "t"), sought);
    Link.Station left = link.attach(initiator, 0);
    Link.Station right = link.attach(target, 0);
    left.up();
    right.up();
    link.pass(1_000_000L);
    assertThat(seeker.told).hasSize(1);
    seeker.told.clear();
    sought.told.clear();
  }

  /** Sends a request and gives the answer's payload in digits, or what became of it instead. */
  private String ask(int from, String request) {
    answer = "nothing";
    byte[] bytes = HexFormat.of().parseHex(request.replace(" ", ""));
    initiator
        .nPorts()
        .get(0)
        .client()
        .request(
            link.nowNs,
            from,
            THERE,
            (into, at) -> {
              into.put(at, bytes);
              return bytes.length;
            },
            new LinkServiceClient.Handler() {
              @Override
              public void onAccepted(long nowNs, ReceivedSequence sequence) {
                byte[] copy = new byte[sequence.lengthBytes()];
                sequence.payload().get(sequence.payloadOffset(), copy);
                answer = HexFormat.of().formatHex(copy);
              }

              @Override
              public void onRejected(long nowNs, int reason, int explanation) {
                answer = String.format("rejected %02x/%02x", reason, explanation);
              }

              @Override
              public void onFailed(long nowNs) {
                answer = "failed";
              }
            });
    link.run();
    return answer;
  }

  private static String login(int command, long portName, int payloadMax, int class3) {
    ByteBuffer bytes = ByteBuffer.allocate(LoginParameters.LENGTH_BYTES);
    new LoginParameters(
            10, 0x8000, payloadMax, 0x00FF001F, 2000, portName, portName + 0x100, class3, 0, 255, 1)
        .write(bytes, 0, command);
    return HexFormat.of().formatHex(bytes.array());
  }

  private RemotePort known() {
    return target.nPorts().get(0).peers().get(0);
  }

  @Test
  void tellsItsTimeouts() {
    assertThat(ask(HERE, "0e000000")).isEqualTo("0200000000002710000007d000000000");
  }

  @Test
  void echoes() {
    assertThat(ask(HERE, "10000000 deadbeef")).isEqualTo("02000000deadbeef");
  }

  @Test
  void tellsWhoItIs() {
    assertThat(ask(HERE, "78000000 00000000"))
        .isEqualTo("020000000010000020000000000000012000000000000101");
    assertThat(ask(HERE, "78000000 df000000")).isEqualTo("rejected 09/2c");
    assertThat(ask(HERE, "78000000")).isEqualTo("rejected 03/2d");
  }

  @Test
  void rejectsWhatItDoesNotKnow() {
    assertThat(ask(HERE, "6f000000")).isEqualTo("rejected 0b/2c");
    assertThat(ask(HERE, "62000000 00000003")).isEqualTo("rejected 0b/2c");
    assertThat(ask(HERE, login(ElsCommand.FDISC, HIGH, 2112, 0x8000))).isEqualTo("rejected 0b/2c");
  }

  @Test
  void asksForALoginBeforeAnythingThatNeedsOne() {
    ByteBuffer prli = ByteBuffer.allocate(20);
    ProcessLoginPayload.writeHead(prli, 0, ElsCommand.PRLI, 1);
    int stranger = 0x010177;
    assertThat(ask(stranger, HexFormat.of().formatHex(prli.array()))).isEqualTo("rejected 09/1e");
    ByteBuffer rec = ByteBuffer.allocate(12);
    ReadExchangeConcise.write(rec, 0, stranger, 1, 0xFFFF);
    assertThat(ask(stranger, HexFormat.of().formatHex(rec.array()))).isEqualTo("rejected 09/1e");
    ByteBuffer adisc = ByteBuffer.allocate(28);
    AddressDiscovery.write(adisc, 0, ElsCommand.ADISC, HIGH, HIGH + 0x100, stranger);
    assertThat(ask(stranger, HexFormat.of().formatHex(adisc.array()))).isEqualTo("rejected 09/1e");
    assertThat(sought.told).isEmpty();
  }

  @Test
  void rejectsServiceParametersThatMakeNoSense() {
    assertThat(ask(HERE, login(ElsCommand.PLOGI, HIGH, 128, 0x8000))).isEqualTo("rejected 03/07");
    assertThat(ask(HERE, login(ElsCommand.PLOGI, HIGH, 2112, 0))).isEqualTo("rejected 03/01");
    assertThat(ask(HERE, login(ElsCommand.PLOGI, LOW, 2112, 0x8000))).isEqualTo("rejected 03/0d");
    assertThat(ask(HERE, "03000000")).isEqualTo("rejected 03/2d");
    assertThat(known().hasProcessLogin()).isTrue();
  }

  @Test
  void endsTheOldLoginWhenAPortLogsInAnew() {
    assertThat(ask(HERE, login(ElsCommand.PLOGI, HIGH, 1024, 0x8000))).startsWith("02000000");
    assertThat(sought.told).containsExactly("out 2000000000000009 LOGGED_IN_ANEW");
    assertThat(known().hasProcessLogin()).isFalse();
    assertThat(known().isLoggedIn()).isTrue();
    assertThat(known().framePayloadMax()).isEqualTo(1024);
  }

  @Test
  void forgetsAPortThatComesBackAtAnotherAddress() {
    assertThat(ask(0x010177, login(ElsCommand.PLOGI, HIGH, 2112, 0x8000))).startsWith("02000000");
    assertThat(sought.told).containsExactly("out 2000000000000009 GONE");
    assertThat(known().portId()).isEqualTo(0x010177);
  }

  @Test
  void looksAtParametersWithoutDisturbingTheLogin() {
    assertThat(ask(HERE, login(ElsCommand.PDISC, HIGH, 2112, 0x8000))).startsWith("02000000");
    assertThat(known().hasProcessLogin()).isTrue();
    assertThat(ask(HERE, login(ElsCommand.PDISC, HIGH + 1, 2112, 0x8000)))
        .isEqualTo("rejected 09/1e");
    assertThat(sought.told).containsExactly("out 2000000000000009 GONE");
  }

  @Test
  void endsTheLoginOfAPortThatIsAnotherNow() {
    ByteBuffer adisc = ByteBuffer.allocate(28);
    AddressDiscovery.write(adisc, 0, ElsCommand.ADISC, HIGH + 1, HIGH + 0x100, HERE);

    assertThat(ask(HERE, HexFormat.of().formatHex(adisc.array()))).isEqualTo("rejected 09/1e");

    assertThat(sought.told).containsExactly("out 2000000000000009 GONE");
    assertThat(link.frames).contains("010102>010101 22 05");
  }

  @Test
  void answersEachPageOfAProcessLogin() {
    ByteBuffer prli = ByteBuffer.allocate(36);
    ProcessLoginPayload.writeHead(prli, 0, ElsCommand.PRLI, 2);
    ProcessLoginPayload.writePage(prli, 0, 0, 0x28, 0x2000, 0);
    ProcessLoginPayload.writePage(prli, 0, 1, 0x08, 0x2000, 0x22);

    String said = ask(HERE, HexFormat.of().formatHex(prli.array()));

    assertThat(said.substring(0, 16)).isEqualTo("0210002428000800");
    assertThat(said.substring(40, 48)).isEqualTo("08002100");
    assertThat(said.substring(64)).isEqualTo("00000012");
    assertThat(sought.told).containsExactly("asked 2000000000000009 22");
  }

  @Test
  void tellsParametersWithoutALoginWhenNoneIsAskedFor() {
    ByteBuffer prli = ByteBuffer.allocate(20);
    ProcessLoginPayload.writeHead(prli, 0, ElsCommand.PRLI, 1);
    ProcessLoginPayload.writePage(prli, 0, 0, 0x08, 0, 0x22);
    assertThat(ask(HERE, HexFormat.of().formatHex(prli.array())))
        .isEqualTo("0210001408000100000000000000000000000012");
    assertThat(sought.told).isEmpty();
  }

  @Test
  void rejectsAProcessLoginOfAWrongLength() {
    assertThat(ask(HERE, "20100014 08002000")).isEqualTo("rejected 03/2d");
    assertThat(ask(HERE, "20080014 08002000 00000000 00000000 00000022"))
        .isEqualTo("rejected 03/2d");
    assertThat(ask(HERE, "20100013 08002000 00000000 00000000 00000022"))
        .isEqualTo("rejected 03/2d");
  }

  @Test
  void endsTheProcessLoginAlone() {
    assertThat(ask(HERE, "21100014 08000000 00000000 00000000 00000000"))
        .isEqualTo("0210001408000100000000000000000000000000");
    assertThat(sought.told).containsExactly("out 2000000000000009 PROCESS_LOGGED_OUT_BY_PEER");
    assertThat(known().isLoggedIn()).isTrue();
    assertThat(ask(HERE, "21100014 08000000 00000000 00000000 00000000"))
        .isEqualTo("0210001408000400000000000000000000000000");
  }

  @Test
  void beginsWithThePortLoginWhereTheTargetKnowsNone() {
    RemotePort ours = initiator.nPorts().get(0).peers().get(0);
    // A LOGO that came after the PLOGI that was sent behind it leaves the two ends like this.
    known().on(link.nowNs, RemotePortState.Input.GONE, LogoutCause.GONE, null);
    ours.on(
        link.nowNs, RemotePortState.Input.PRLO_CAME, LogoutCause.PROCESS_LOGGED_OUT_BY_PEER, null);
    assertThat(known().isLoggedIn()).isFalse();

    link.pass(10_000_000_000L);

    assertThat(ours.state()).isEqualTo(RemotePortState.ESTABLISHED);
    assertThat(known().hasProcessLogin()).isTrue();
    assertThat(seeker.told.get(seeker.told.size() - 1)).startsWith("granted");
  }

  @Test
  void endsAllProcessLoginsForAThirdParty() {
    assertThat(ask(HERE, "24100014 08001000 00000000 00000000 00000000")).startsWith("02100014");
    assertThat(sought.told).containsExactly("out 2000000000000009 LOGGED_OUT_BY_THIRD_PARTY");
  }

  @Test
  void endsALoginThatAThirdPartyLogsOut() {
    String logo = String.format("05000000 %08x %016x", HERE, HIGH);
    assertThat(ask(0x010177, logo)).isEqualTo("02000000");
    assertThat(sought.told).containsExactly("out 2000000000000009 LOGGED_OUT_BY_THIRD_PARTY");
    assertThat(known().isLoggedIn()).isFalse();
  }

  @Test
  void acceptsStateChangesOfItsLength() {
    assertThat(ask(HERE, "61040008 00010177")).isEqualTo("02000000");
    assertThat(ask(HERE, "61040007 00010177")).isEqualTo("rejected 03/2d");
    assertThat(ask(HERE, "6104000c 00010177")).isEqualTo("rejected 03/2d");
    assertThat(ask(HERE, "61080008 00010177")).isEqualTo("rejected 03/2d");
  }

  private Exchange openCommand() {
    Exchange exchange = initiator.exchanges().originate(seeker, HERE, THERE, FrameType.FCP, 2048);
    if (exchange == null) {
      throw new AssertionError("no exchange left");
    }
    OutgoingSequence command = initiator.exchanges().begin(exchange, 0x06);
    command.inlinePayload(32);
    initiator.exchanges().send(link.nowNs, exchange, command, SequenceEnd.TRANSFER_INITIATIVE);
    link.run();
    return exchange;
  }

  @Test
  void tellsWhereAnExchangeStands() {
    Exchange exchange = openCommand();
    int oxId = exchange.originatorExchangeId();
    Exchange there = sought.last;
    if (there == null) {
      throw new AssertionError("the command did not arrive");
    }
    String request = String.format("13000000 %08x %04xffff", HERE, oxId);
    assertThat(ask(HERE, request))
        .isEqualTo(
            String.format(
                "02000000%04x%04x%08x%08x%08xc0000000",
                oxId, there.responderExchangeId(), HERE, THERE, 512));
    String unknown = String.format("13000000 %08x %04xffff", HERE, oxId ^ 1);
    assertThat(ask(HERE, unknown)).isEqualTo("rejected 03/17");
    assertThat(ask(HERE, String.format("12000000 %08x %04xffff", HERE, oxId)))
        .isEqualTo("rejected 03/17");
  }

  @Test
  void remindsThoseWhoSendCommandsWithoutALogin() {
    target.nPorts().get(0).peers().get(0).on(link.nowNs, RemotePortState.Input.GONE);
    openCommand();
    assertThat(sought.exchangesTaken).isZero();
    assertThat(link.frames).contains("010102>010101 22 05");
    assertThat(seeker.told).contains("out 2000000000000001 LOGGED_OUT_BY_PEER");
  }

  @Test
  void remindsThoseWhoSendCommandsWithoutAProcessLogin() {
    ask(HERE, login(ElsCommand.PLOGI, HIGH, 2048, 0x8000));
    openCommand();
    assertThat(sought.exchangesTaken).isZero();
    assertThat(link.frames).contains("010102>010101 22 21");
  }
}
