// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The deliberately wrong InfiniBand targets, each with the case that must catch it. */
public final class WrongPackets {
  private static final int SEND_FIRST = 0x0000;
  private static final int SEND_LAST = 0x0200;
  private static final int SEND = 0x0400;
  private static final int SEND_IMMEDIATE = 0x0500;
  private static final int WRITE_FIRST = 0x0600;
  private static final int WRITE_LAST = 0x0800;
  private static final int READ = 0x0C00;
  private static final int READ_FIRST = 0x0D00;
  private static final int READ_ONLY = 0x1000;
  private static final int ACK = 0x1100;
  private static final int NOT_READY = 0x1101;
  private static final int NEGATIVE = 0x1103;
  private static final int REQ = 0x6410;
  private static final int REJ = 0x6412;
  private static final int REP = 0x6413;
  private static final int RTU = 0x6414;
  private static final int DREQ = 0x6415;
  private static final int DREP = 0x6416;

  /** Where in a datagram's data the message begins. */
  private static final int MESSAGE_AT = 8 + 24;

  /** How many commands, responses and acknowledgements a login takes until it is ready. */
  private static final int TURNS = 2;

  private final WrongUnits<WirePacket> wrong = new WrongUnits<>();
  private final List<WrongWire<WirePacket>> mortal = new ArrayList<>();

  private WrongPackets() {}

  /** All of them. */
  public static List<WrongWire<WirePacket>> all() {
    WrongPackets all = new WrongPackets();
    all.acknowledgements();
    all.sequences();
    all.thrownAway();
    all.refusals();
    all.requests();
    all.retries();
    all.reads();
    all.communication();
    all.mortal.addAll(all.wrong.list());
    return List.copyOf(all.mortal);
  }

  private static Consumer<WirePacket> number(int bits) {
    return packet -> packet.number(packet.number() ^ bits);
  }

  private static Consumer<WirePacket> later(int count, Consumer<WirePacket> change) {
    return WrongUnits.laterThan(count, change);
  }

  /** Takes no SEND any more after it has heard {@code count} packets of {@code kind}. */
  private void diesOf(String name, String caseId, int kind, int count) {
    int[] heard = {0};
    WireBend<WirePacket> bend =
        new WireBend<>() {
          @Override
          public void toTarget(WirePacket packet) {
            if (packet.kind() == kind) {
              heard[0]++;
            } else if (packet.kind() == SEND && heard[0] >= count) {
              packet.drop();
            }
          }
        };
    mortal.add(new WrongWire<>(name, caseId, bend));
  }

  private void acknowledgements() {
    wrong.says("another PSN acknowledged", "IBR-01/send", ACK, number(1));
    wrong.says("reserved bits", "IBR-01/fields", ACK, packet -> packet.set(8, 1));
    wrong.says("an MSN that stands still", "IBR-01/messages", ACK, packet -> packet.put(3, 7));
    wrong.says("no acknowledgement", "IBR-01/last", ACK, WireUnit::drop);
    wrong.says(
        "a PSN that does not go round",
        "IBR-01/wrap",
        SEND,
        packet -> {
          if (packet.number() == 0) {
            packet.number(1);
          }
        });
    wrong.hears("last packets lost", "IBR-02/pieces", SEND_LAST, WireUnit::drop);
    wrong.hears("a First never acknowledged", "IBR-02/zero", SEND_FIRST, p -> p.set(8, 0));
  }

  private void sequences() {
    wrong.says("silent when repeated", "IBR-03/again", ACK, later(TURNS + 1, WireUnit::drop));
    int[] last = {-1};
    wrong.hears(
        "carried out twice",
        "IBR-03/once",
        SEND,
        packet -> {
          if (packet.number() == last[0]) {
            packet.number(packet.number() + 1);
          }
          last[0] = packet.number();
        });
    wrong.says("silent of long ago", "IBR-03/old", ACK, later(TURNS + 2, WireUnit::drop));
    wrong.says("gaps not told", "IBR-04/gap", NEGATIVE, WireUnit::drop);
    int[] due = {-1};
    wrong.add(
        "packets ahead taken",
        "IBR-04/once",
        SEND,
        packet -> packet.number(due[0] < 0 ? packet.number() : due[0]),
        NEGATIVE,
        packet -> due[0] = packet.number());
    wrong.says("gaps not healed", "IBR-04/heal", NEGATIVE, WireUnit::drop);
    diesOf("ghosts taken", "IBR-06/acknowledge", ACK, TURNS + 1);
    diesOf("ghostly refusals taken", "IBR-06/refusal", NEGATIVE, 1);
    diesOf("ghostly answers taken", "IBR-06/read", READ_ONLY, 1);
  }

  private void thrownAway() {
    wrong.hears(
        "any partition",
        "IBR-05/partition",
        SEND,
        packet -> {
          packet.set(2, 0xFF);
          packet.set(3, 0xFF);
        });
    wrong.hears("any version", "IBR-05/version", SEND, packet -> packet.set(1, 0x40));
    for (String id : List.of("IBR-05/queue-pair", "IBR-05/management")) {
      int[] known = {-1, -1, -1};
      wrong.hears(
          "any queue pair",
          id,
          SEND,
          packet -> {
            for (int index = 0; index < 3; index++) {
              known[index] = known[index] < 0 ? packet.at(5 + index) : known[index];
              packet.set(5 + index, known[index]);
            }
          });
    }
    wrong.hears(
        "short headers filled up",
        "IBR-05/short",
        SEND_IMMEDIATE,
        packet -> {
          packet.set(0, 0x04);
          packet.data(new byte[48]);
        });
  }

  private void refusals() {
    for (String id :
        List.of(
            "IBR-07/reserved",
            "IBR-07/middle",
            "IBR-07/last",
            "IBR-07/write-middle",
            "IBR-07/twice",
            "IBR-07/only",
            "IBR-07/other",
            "IBR-08/first",
            "IBR-08/only",
            "IBR-08/last",
            "IBR-08/middle",
            "IBR-09/write",
            "IBR-09/read")) {
      wrong.says("an operational error", id, NEGATIVE, packet -> packet.put(0, 0x63));
    }
    wrong.says("long messages unanswered", "IBR-08/receive", NEGATIVE, WireUnit::drop);
    wrong.says("nothing for nothing", "IBR-09/write-nothing", ACK, later(TURNS, WireUnit::drop));
    wrong.says("no answer of no bytes", "IBR-09/read-nothing", READ_ONLY, WireUnit::drop);
    wrong.says("any length taken", "IBR-09/length", NEGATIVE, packet -> packet.put(0, 0x1F));
    wrong.hears("one connection ever", "IBR-09/new", REQ, later(1, WireUnit::drop));
  }

  private void requests() {
    wrong.says("another first PSN", "IBQ-01/start", SEND, number(1));
    wrong.says("a PSN skipped", "IBQ-01/numbers", WRITE_LAST, number(4));
    wrong.says(
        "short pieces",
        "IBQ-01/pieces",
        WRITE_FIRST,
        packet -> packet.data(java.util.Arrays.copyOf(packet.data(), packet.data().length - 4)));
    wrong.says("a Middle at the end", "IBQ-01/opcodes", WRITE_LAST, packet -> packet.set(0, 7));
    wrong.says("another partition", "IBQ-01/header", WRITE_FIRST, packet -> packet.set(2, 0x12));
    wrong.says("another key", "IBQ-02/extended", WRITE_FIRST, packet -> packet.flip(9, 1));
    wrong.hears("small pieces", "IBQ-02/large", REQ, packet -> packet.put(MESSAGE_AT + 50, 0x13));
    wrong.says("reads among writes", "IBQ-02/order", WRITE_FIRST, packet -> packet.set(0, 0x0C));
    wrong.says("nothing asked for", "IBQ-02/asks", SEND, packet -> packet.set(8, 0));
  }

  private void retries() {
    wrong.says("other bytes", "IBQ-03/again", SEND, later(TURNS + 1, p -> p.flip(1, 1)));
    wrong.says("too few", "IBQ-03/count", SEND, later(TURNS + 2, WireUnit::drop));
    diesOf("late answers", "IBQ-03/heal", ACK, TURNS + 1);
    wrong.hears("a refusal as a yes", "IBQ-04/missed", NEGATIVE, packet -> packet.put(0, 0x1F));
    wrong.hears("all again", "IBQ-04/acknowledges", ACK, later(TURNS, WireUnit::drop));
    diesOf("a wait for ever", "IBQ-05/again", NOT_READY, 1);
    wrong.hears("no patience", "IBQ-05/wait", NOT_READY, packet -> packet.put(0, 0x21));
    wrong.hears("no end", "IBQ-05/count", REQ, packet -> packet.raise(MESSAGE_AT + 50, 7));
    for (String id :
        List.of("IBQ-06/invalid", "IBQ-06/access", "IBQ-06/operational", "IBQ-08/refused")) {
      wrong.hears("refusals not heard", id, NEGATIVE, WireUnit::drop);
    }
    wrong.hears("one connection ever", "IBQ-06/new", REQ, later(1, WireUnit::drop));
  }

  private void reads() {
    wrong.says("another key", "IBQ-07/extended", READ, packet -> packet.flip(9, 1));
    wrong.hears("other data", "IBQ-07/data", READ_FIRST, packet -> packet.flip(4, 1));
    wrong.says("a PSN skipped", "IBQ-07/numbers", SEND, later(TURNS, number(8)));
    wrong.says("another read", "IBQ-08/lost", READ, later(1, number(1)));
    wrong.says("another rest", "IBQ-08/rest", READ, later(1, packet -> packet.flip(15, 4)));
    wrong.says("gaps taken", "IBQ-08/gap", READ, later(1, number(1)));
    diesOf("answers twice", "IBQ-08/twice", READ_FIRST, 2);
  }

  private void communication() {
    wrong.says(
        "queue pair 0",
        "IBM-01/form",
        REP,
        packet -> {
          for (int index = 0; index < 3; index++) {
            packet.put(MESSAGE_AT + 12 + index, 0);
          }
        });
    wrong.says("nine reads", "IBM-01/depth", REP, packet -> packet.put(MESSAGE_AT + 25, 9));
    wrong.says("one reply", "IBM-01/again", REP, later(1, WireUnit::drop));
    wrong.says("two of one", "IBM-01/twice", REP, later(1, p -> p.flip(MESSAGE_AT + 14, 1)));
    wrong.hears("RTU needed", "IBM-02/message", SEND, WireUnit::drop);
    diesOf("RTU twice", "IBM-02/ready", RTU, 2);
    for (String id : List.of("IBM-03/service", "IBM-03/transport", "IBM-03/mtu")) {
      wrong.says("another reason", id, REJ, packet -> packet.flip(MESSAGE_AT + 11, 1));
    }
    wrong.hears("any class", "IBM-04/class", REQ, packet -> packet.put(9, 7));
    wrong.hears("any version", "IBM-04/base", REQ, packet -> packet.put(8, 1));
    wrong.hears("any key", "IBM-04/key", REQ, packet -> packet.put(3, 0));
    wrong.says("no DREP", "IBM-05/release", DREP, WireUnit::drop);
    wrong.says("one DREP", "IBM-05/again", DREP, later(1, WireUnit::drop));
    wrong.hears("no end", "IBM-05/dead", DREQ, WireUnit::drop);
    wrong.hears(
        "any queue pair",
        "IBM-05/wrong",
        DREQ,
        packet -> packet.put(MESSAGE_AT + 10, packet.data()[MESSAGE_AT + 10] - 1));
    wrong.hears("one connection ever", "IBM-05/new", REQ, later(1, WireUnit::drop));
  }
}
