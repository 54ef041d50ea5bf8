// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc;

import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;

/**
 * What a {@link RawPort} has with the target: its address, the port login, the process login and
 * what is in force of it. Begun as far as a case wants it.
 */
public final class RawNexus {
  // Service parameters of FCP (FCP-4 6.3.4, 6.3.5).
  public static final int WRITE_READY_DISABLED = 0x001;
  public static final int READ_READY_DISABLED = 0x002;
  public static final int TARGET = 0x010;
  public static final int INITIATOR = 0x020;
  public static final int OVERLAY = 0x040;
  public static final int CONFIRMATION = 0x080;
  public static final int RETRY = 0x100;
  public static final int RETRY_IDENTIFICATION = 0x200;
  public static final int REC = 0x400;

  /** What an initiator says that wants nothing beyond what every target has. */
  public static final int PLAIN = INITIATOR | READ_READY_DISABLED;

  /** What an initiator says that recovers sequences. */
  public static final int RECOVERING = PLAIN | CONFIRMATION | RETRY | REC;

  /** The flag of a PRLI page that asks for an image pair, and that it stands. */
  public static final int IMAGE_PAIR = 0x2000;

  private static final int PAYLOAD_MIN = 256;
  private static final int PROCESS_BYTES = 20;
  private static final int NOT_INITIALISED = 3;
  private static final int ATTEMPTS_MAX = 20;
  private static final long PAUSE_NS = 100_000_000L;
  private static final long FAREWELL_NS = 1_000_000_000L;

  private final TestBench bench;
  private final RawPort port;
  private final RawFabric fabric;
  private final long portName;
  private final int targetId;
  private int portId;
  private int payloadMax = PAYLOAD_MIN;
  private int agreed;
  private boolean isNoStranger;

  private RawNexus(TestBench bench, RawPort port, RawFabric fabric, long portName, int targetId) {
    this.bench = bench;
    this.port = port;
    this.fabric = fabric;
    this.portName = portName;
    this.targetId = targetId;
    this.portId = port.portId();
  }

  /** A port that found the target, which knows nothing of it. */
  public static RawNexus stranger(TestBench bench) {
    RawPort port = RawPort.open(bench);
    RawNexus nexus = found(bench, port, RawFabric.logIn(port), port.portName());
    // Whoever had the address before may not have said that he went.
    nexus.leave();
    return nexus;
  }

  /** The same for a port that is open, under {@code portName}. */
  public static RawNexus stranger(TestBench bench, RawPort port, long portName) {
    return found(bench, port, RawFabric.logIn(port, portName, port.nodeName()), portName);
  }

  private static RawNexus found(TestBench bench, RawPort port, RawFabric fabric, long portName) {
    long name = RawFabric.name(bench.fabric().targetName());
    int targetId = fabric.find(name);
    if (targetId == 0) {
      throw CaseEnd.unknown("The target's port is not to be found.");
    }
    RawNexus nexus = new RawNexus(bench, port, fabric, portName, targetId);
    if (!port.hasFabric()) {
      byte[] login = Els.login(Els.FLOGI, portName, port.nodeName(), port.framePayloadMax());
      nexus.ask("FLOGI", login).accepted(Els.LOGIN_BYTES);
    }
    return nexus;
  }

  /** One more nexus on the same link, of an address of its own (FDISC). */
  public RawNexus beside(long otherName) {
    int id = RawFabric.addressFor(port, otherName, port.nodeName());
    RawNexus other = new RawNexus(bench, port, fabric, otherName, targetId);
    other.portId = id;
    return other;
  }

  /** A port with a port login. */
  public static RawNexus withPortLogin(TestBench bench) {
    RawNexus nexus = stranger(bench);
    nexus.logIn();
    return nexus;
  }

  /** A nexus without unit attentions that wants nothing special. */
  public static RawNexus open(TestBench bench) {
    return open(bench, PLAIN);
  }

  /** A nexus that asks for {@code parameters}. */
  public static RawNexus open(TestBench bench, int parameters) {
    RawNexus nexus = withPortLogin(bench);
    nexus.logInProcess(parameters);
    return nexus.clearUnitAttentions();
  }

  /** A nexus that recovers sequences; the case is skipped where the target does not. */
  public static RawNexus recovering(TestBench bench) {
    RawNexus nexus = open(bench, RECOVERING);
    bench.require(nexus.agreed(RETRY | CONFIRMATION), "The target does not retransmit sequences.");
    return nexus;
  }

  // What it is.

  TestBench bench() {
    return bench;
  }

  /** How long a block is. */
  public int blockBytes() {
    return bench.facts().blockBytes();
  }

  /** The port. */
  public RawPort port() {
    return port;
  }

  /** The fabric. */
  public RawFabric fabric() {
    return fabric;
  }

  /** The target's address identifier. */
  public int targetId() {
    return targetId;
  }

  /** Our address identifier. */
  public int portId() {
    return portId;
  }

  /** Our name. */
  public long portName() {
    return portName;
  }

  /** The longest frame payload that the target takes. */
  public int payloadMax() {
    return payloadMax;
  }

  /** Whether all of {@code parameters} are in force. */
  public boolean agreed(int parameters) {
    return (agreed & parameters) == parameters;
  }

  // Link services.

  /** A new exchange with the target. */
  public RawExchange exchange(int type) {
    port.portId(portId);
    return new RawExchange(port, targetId, type, payloadMax);
  }

  /** Sends an extended link service and takes what comes. */
  public LinkReply ask(String what, byte[] payload) {
    RawExchange exchange = exchange(RawFrame.TYPE_ELS).send(RawFrame.ELS_REQUEST, payload);
    return new LinkReply(what, exchange.poll(bench.commandTimeoutNs()));
  }

  /** Sends an FC-4 link service and takes what comes. */
  public LinkReply askFcp(String what, byte[] payload) {
    RawExchange exchange = exchange(RawFrame.TYPE_FCP).send(RawFrame.FC4_REQUEST, payload);
    return new LinkReply(what, exchange.poll(bench.commandTimeoutNs()));
  }

  /** PLOGI with {@code receiveMax} as the longest frame payload that we take. */
  public RawUnit logIn(int receiveMax) {
    byte[] login = Els.login(Els.PLOGI, portName, port.nodeName(), receiveMax);
    RawUnit accept = ask("PLOGI", login).accepted(Els.LOGIN_BYTES);
    int theirs = Math.min(accept.u16(10) & 0xFFF, accept.u16(74) & 0xFFF) & ~3;
    payloadMax = Math.max(128, Math.min(theirs, port.framePayloadMax()));
    if (!isNoStranger) {
      isNoStranger = true;
      port.beforeLeaving(this::leave);
    }
    return accept;
  }

  /** PLOGI. */
  public RawUnit logIn() {
    return logIn(port.framePayloadMax());
  }

  /** PRLI with {@code parameters}; the page that is answered. */
  public RawUnit logInProcess(int parameters) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Els.Page page = new Els.Page(RawFrame.TYPE_FCP, IMAGE_PAIR, parameters);
      RawUnit accept = ask("PRLI", Els.process(Els.PRLI, page)).accepted(PROCESS_BYTES);
      int code = accept.u8(6) & 0xF;
      if (code != NOT_INITIALISED) {
        agreed = (int) (parameters & accept.u32(16));
        return accept;
      }
      bench.pause(PAUSE_NS);
    }
    throw CaseEnd.fail("PRLI is answered for long with \"not initialised\" (response code 3).");
  }

  /** LOGO of ours. */
  public LinkReply logOut() {
    return ask("LOGO", Els.logout(portId, portName));
  }

  private void leave() {
    exchange(RawFrame.TYPE_ELS)
        .send(RawFrame.ELS_REQUEST, Els.logout(portId, portName))
        .poll(FAREWELL_NS);
  }

  /** PRLO of FCP. */
  public LinkReply logOutProcess() {
    return ask("PRLO", Els.process(Els.PRLO, new Els.Page(RawFrame.TYPE_FCP, 0, 0)));
  }

  /** ADISC, which says whether the port login stands. */
  public LinkReply discover() {
    return ask("ADISC", Els.addressDiscovery(portName, port.nodeName(), portId));
  }

  /** REC of an exchange that we originated. */
  public LinkReply readExchange(int oxId, int rxId) {
    return ask("REC", Els.ofExchange(Els.REC, portId, oxId, rxId));
  }

  /** ABTS of an exchange, and what comes to it. */
  public LinkReply abort(RawExchange exchange) {
    exchange.abort(0);
    RawUnit answer;
    do {
      answer = exchange.poll(bench.commandTimeoutNs());
    } while (answer != null && (answer.routing() & 0xF0) != 0x80);
    return new LinkReply("ABTS", answer);
  }

  /** Whether the target sends LOGO, PRLO or an LS_RJT of its own will within two seconds. */
  public boolean isToldToLogIn() {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      RawUnit request = port.pollRequest(RawFrame.ELS_REQUEST, 20 * PAUSE_NS);
      if (request == null) {
        return false;
      }
      int command = request.u8(0);
      if (request.first().source() == targetId && (command == Els.LOGO || command == Els.PRLO)) {
        return true;
      }
    }
    return false;
  }

  // Commands.

  /** A command to the logical unit under test. */
  public FcpCommand command(Cdb cdb, int inBytes, int outBytes) {
    return FcpCommand.of(cdb, bench.lun(), inBytes, outBytes);
  }

  /** A function on the logical unit under test. */
  public FcpCommand function(int flags) {
    return FcpCommand.function(flags, bench.lun());
  }

  /** Sends a command and does not wait. */
  public FcpTask start(FcpCommand command) {
    return FcpTask.start(this, command);
  }

  /** Sends a command with Data-In or none, and gathers its answer. */
  public Answer execute(Cdb cdb, int inBytes) {
    return start(command(cdb, inBytes, 0)).finish(new byte[0]);
  }

  /** Sends a write command, serves its transfer readies, and gathers its answer. */
  public Answer write(Cdb cdb, byte[] data) {
    return start(command(cdb, 0, data.length)).finish(data);
  }

  /** A write of {@code blocks} that was told to send data and gets none. */
  public FcpTask openWrite(long lba, int blocks) {
    int bytes = blocks * bench.facts().blockBytes();
    FcpTask task = start(command(Cdb.write10(lba, blocks), 0, bytes));
    task.transferReady();
    return task;
  }

  /**
   * Asks that a write that {@link #openWrite} began is over without a status: nothing comes, and
   * nothing comes of its data either, which is {@code same} as what is on the medium.
   */
  public void isOver(FcpTask task, byte[] same, String what) {
    task.exchange().isSilent(what);
    task.exchange().sendData(0, same);
    task.exchange().isSilent("Data of a command that is over");
  }

  /** Reads blocks by this nexus. */
  public byte[] read(long lba, int blocks) {
    int bytes = blocks * bench.facts().blockBytes();
    return execute(Cdb.read10(lba, blocks), bytes).good(bytes).data();
  }

  /** TEST UNIT READY until no unit attention is left. */
  public RawNexus clearUnitAttentions() {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Answer answer = execute(Cdb.testUnitReady(), 0);
      if (answer.isGood()) {
        return this;
      }
      answer.check(Sense.UNIT_ATTENTION);
    }
    throw CaseEnd.fail("TEST UNIT READY did not become GOOD in " + ATTEMPTS_MAX + " attempts.");
  }

  /** Asks that the nexus still works and that nothing was lost of it. */
  public void isAlive() {
    execute(Cdb.testUnitReady(), 0).good();
  }

  /** Asks that the next command reports a unit attention of {@code asc}, whatever the ASCQ. */
  public void hasUnitAttentionOf(int asc) {
    Answer answer = execute(Cdb.testUnitReady(), 0);
    Sense sense = answer.sense();
    boolean isRight =
        answer.status() == 2
            && sense != null
            && sense.key() == Sense.UNIT_ATTENTION
            && sense.asc() == asc;
    if (!isRight) {
      throw CaseEnd.fail(
          "The next command ended with "
              + answer
              + ", not with a unit attention of "
              + Integer.toHexString(asc)
              + "h.");
    }
  }
}
