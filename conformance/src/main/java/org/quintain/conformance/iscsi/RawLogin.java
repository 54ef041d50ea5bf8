// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi;

import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;
import org.quintain.initiator.TargetNote;

/**
 * One login being put together: stages, flags, identity, keys (RFC 7143 6.3, 11.12). {@link
 * #request} makes single PDUs for cases that go step by step, {@link #run} does an ordinary login
 * in as many rounds as it takes.
 */
public final class RawLogin {
  /** The initiator's name. */
  public static final String INITIATOR = "iqn.2026-11.org.quintain:conformance-raw";

  /** The stages. */
  public static final int SECURITY = 0;

  public static final int OPERATIONAL = 1;
  public static final int FULL_FEATURE = 3;

  private static final int ROUNDS_MAX = 8;
  private static int isidCounter;

  private final TestBench bench;
  private final RawConnection connection;
  private long isid;
  private int tsih;
  private int cid;
  private int versionMin;
  private boolean offered;
  private boolean identified;
  private long tag = 1;
  private long commandNumber = 1;
  private long expectedStatus;
  private String user = "";
  private String secret = "";
  private @Nullable RawSession lead;
  private final TextKeys identity = new TextKeys();
  private final TextKeys keys = new TextKeys();

  private RawLogin(TestBench bench, RawConnection connection) {
    this.bench = bench;
    this.connection = connection;
    isidCounter++;
    isid = 0x8000_0000_0000L | ((0x5154L + (isidCounter >>> 16)) << 16) | (isidCounter & 0xFFFF);
  }

  /**
   * A normal session with the target under test on a new connection, by an ISID not used before.
   */
  public static RawLogin normal(TestBench bench) {
    RawLogin login = normal(bench, bench.fabric().targetName());
    if (bench.fabric().told(TargetNote.CHAP_TARGET).isEmpty()) {
      login.user = bench.fabric().told(TargetNote.CHAP_USER);
      login.secret = bench.fabric().told(TargetNote.CHAP_SECRET);
    }
    return login;
  }

  /** A normal session with {@code target} on a new connection, as nobody in particular. */
  public static RawLogin normal(TestBench bench, String target) {
    RawLogin login = new RawLogin(bench, RawConnection.open(bench));
    login.identity.add("InitiatorName", INITIATOR).add("SessionType", "Normal");
    login.identity.add("TargetName", target);
    return login;
  }

  /** A further connection {@code cid} for {@code session}, numbered with it. */
  static RawLogin joining(TestBench bench, RawSession session, int cid) {
    RawLogin login = normal(bench).isid(session.isid()).tsih(session.tsih()).cid(cid);
    login.commandNumber = session.commandNumber();
    login.lead = session;
    return login;
  }

  /** A discovery session on a new connection. */
  public static RawLogin discovery(TestBench bench) {
    RawLogin login = new RawLogin(bench, RawConnection.open(bench));
    login.identity.add("InitiatorName", INITIATOR).add("SessionType", "Discovery");
    login.user = bench.fabric().told(TargetNote.DISCOVERY_USER);
    login.secret = bench.fabric().told(TargetNote.DISCOVERY_SECRET);
    return login;
  }

  /** A login whose identity is exactly {@code keys}, on a new connection. */
  public static RawLogin of(TestBench bench, TextKeys keys) {
    RawLogin login = new RawLogin(bench, RawConnection.open(bench));
    login.identity.addAll(keys);
    return login;
  }

  /** Adds a key to the offer. */
  public RawLogin offer(String key, String value) {
    keys.add(key, value);
    return this;
  }

  /** Uses this ISID, 48 bits. */
  public RawLogin isid(long value) {
    isid = value;
    return this;
  }

  /** The ISID in use. */
  public long isid() {
    return isid;
  }

  /** Uses this TSIH. */
  public RawLogin tsih(int value) {
    tsih = value;
    return this;
  }

  /** Uses this CID. */
  public RawLogin cid(int value) {
    cid = value;
    return this;
  }

  /** Uses this VersionMin (and no lower VersionMax). */
  public RawLogin versionMin(int value) {
    versionMin = value;
    return this;
  }

  /** Uses this Initiator Task Tag. */
  public RawLogin tag(long value) {
    tag = value;
    return this;
  }

  /** Uses this CmdSN. */
  public RawLogin commandNumber(long value) {
    commandNumber = value;
    return this;
  }

  /** Uses this ExpStatSN. */
  public RawLogin expectedStatus(long value) {
    expectedStatus = value;
    return this;
  }

  long commandNumber() {
    return commandNumber;
  }

  /** The connection it goes over. */
  public RawConnection connection() {
    return connection;
  }

  /** The identity keys and the offer together. */
  public TextKeys allKeys() {
    return new TextKeys().addAll(identity).addAll(keys);
  }

  /** A Login Request PDU with {@code data}. */
  public RawPdu request(boolean transit, boolean more, int current, int next, byte[] data) {
    int flags = (transit ? 0x80 : 0) | (more ? 0x40 : 0) | (current << 2) | (transit ? next : 0);
    return RawPdu.of(RawPdu.LOGIN, true)
        .flags(flags)
        .set(2, 1, versionMin)
        .set(3, 1, versionMin)
        .set(8, 6, isid)
        .set(14, 2, tsih)
        .tag(tag)
        .set(20, 2, cid)
        .set(24, 4, commandNumber)
        .set(28, 4, expectedStatus)
        .data(data);
  }

  /** Sends {@code request} and reads the answer to it. */
  public LoginReply step(RawPdu request) {
    connection.send(request);
    offered |= request.dataLength() > 0;
    return reply();
  }

  /** Reads the answer to a Login Request that was sent; no answer in time fails the case. */
  public LoginReply reply() {
    RawPdu pdu = connection.receive(bench.commandTimeoutNs());
    if (pdu == null && !connection.hasEnded()) {
      throw CaseEnd.fail(
          "A Login Request was not answered within the command timeout (RFC 7143 6.3).");
    }
    if (pdu != null && pdu.opcode() == RawPdu.LOGIN_RESPONSE) {
      expectedStatus = (pdu.u32(24) + 1) & 0xFFFF_FFFFL;
    }
    return new LoginReply(pdu, !identified);
  }

  /**
   * Goes from the operational stage to full feature phase and stops at the first refusal; offers
   * its keys unless a step before did.
   */
  public LoginReply run() {
    if (!user.isEmpty() && !offered) {
      return runAs(user, secret);
    }
    return run(OPERATIONAL, identified ? keys : offered ? new TextKeys() : allKeys());
  }

  /** Shows by CHAP to be {@code name} and goes on to full feature phase (RFC 7143 12.1.3). */
  public LoginReply runAs(String name, String itsSecret) {
    TextKeys first = identify().add("AuthMethod", "CHAP,None");
    LoginReply begun = step(request(false, false, SECURITY, 0, first.encode()));
    if (!begun.isAccepted()) {
      return begun;
    }
    ChapExchange chap = ChapExchange.agreed(this, begun, "CHAP,None").challenged("7,5");
    LoginReply reply = chap.stepOn(chap.answer(name, itsSecret));
    return reply.isAccepted() ? run() : reply;
  }

  /** The identity keys, for a security stage; the offer goes with the operational stage then. */
  TextKeys identify() {
    identified = true;
    return new TextKeys().addAll(identity);
  }

  private LoginReply run(int stage, TextKeys offer) {
    TextKeys got = new TextKeys();
    byte[] data = offer.encode();
    LoginReply reply = null;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      reply = step(request(true, false, stage, FULL_FEATURE, data));
      got.addAll(reply.keys());
      if (!reply.isAccepted() || reply.isFinal()) {
        return reply.withKeys(got);
      }
      data = answers(offer, reply.keys()).encode();
    }
    throw CaseEnd.fail(
        "The login did not end in " + ROUNDS_MAX + " rounds; the last answer was " + reply + ".");
  }

  /**
   * Echoes what the target offered by itself: with minimum, maximum, AND and OR an echo is always
   * admissible.
   */
  private static TextKeys answers(TextKeys offered, TextKeys came) {
    TextKeys answers = new TextKeys();
    for (String key : came.names()) {
      boolean declarative =
          key.equals("TargetPortalGroupTag")
              || key.equals("TargetAlias")
              || key.equals("MaxRecvDataSegmentLength");
      if (!offered.has(key) && !declarative) {
        answers.add(key, came.first(key));
      }
    }
    return answers;
  }

  /** Logs in or ends the case: SKIPPED where the target wants authentication, FAIL otherwise. */
  public RawSession session() {
    return session(run());
  }

  /** The session that a login which ended with {@code reply} gave. */
  public RawSession session(LoginReply reply) {
    RawPdu response = reply.response();
    if (response == null || !reply.isFinal()) {
      if (reply.statusClass() == 2 && reply.statusDetail() == 1) {
        throw CaseEnd.skip("The target wants authentication.");
      }
      throw CaseEnd.fail("An ordinary login was refused: " + reply + ".");
    }
    return new RawSession(bench, connection, reply, this, lead);
  }
}
