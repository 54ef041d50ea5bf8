// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.List;

/** The deliberately wrong SRP targets, each with the case that must catch it. */
public final class WrongMessages {
  private static final int LOGIN = 0x00;
  private static final int FUNCTION = 0x01;
  private static final int COMMAND = 0x02;
  private static final int INITIATOR_LOGOUT = 0x03;
  private static final int CREDIT_RESPONSE = 0x41;
  private static final int EVENT_RESPONSE = 0x42;
  private static final int TARGET_LOGOUT = 0x80;
  private static final int EVENT = 0x82;
  private static final int GRANT = 0xC0;
  private static final int RESPONSE = 0xC1;
  private static final int REJECTION = 0xC2;

  /** More requests than come before the limit is reached. */
  private static final int MANY = 40;

  private final WrongUnits<WireMessage> wrong = new WrongUnits<>();

  private WrongMessages() {}

  /** All of them. */
  public static List<WrongWire<WireMessage>> all() {
    WrongMessages all = new WrongMessages();
    all.logins();
    all.data();
    all.responses();
    all.functions();
    all.ends();
    all.limits();
    all.events();
    all.lengths();
    all.reservations();
    return all.wrong.list();
  }

  private void logins() {
    wrong.says("another tag", "SRP-01/tag", GRANT, unit -> unit.invert(15, 1));
    wrong.says("no credit for a function", "SRP-01/limit", GRANT, unit -> unit.set(7, 1));
    wrong.says("shorter units than asked", "SRP-01/to-target", GRANT, unit -> unit.set(18, 0));
    wrong.says("no room for responses", "SRP-01/to-initiator", GRANT, WrongMessages::noRoom);
    wrong.says("direct descriptors alone", "SRP-01/formats", GRANT, unit -> unit.set(25, 2));
    wrong.says("a byte too many", "SRP-01/reserved", GRANT, unit -> unit.set(40, 1));
    wrong.says("channels of nobody", "SRP-01/first", GRANT, unit -> unit.invert(26, 2));
    wrong.says("immediate for all", "SRP-01/immediate", GRANT, unit -> unit.invert(26, 0x80));
    wrong.says("no reason", "SRP-02/short", REJECTION, unit -> unit.set(7, 0));
    wrong.says("no reason", "SRP-02/large", REJECTION, unit -> unit.set(7, 0));
    wrong.says("length for format", "SRP-03/format", REJECTION, unit -> unit.set(7, 2));
    wrong.says("resources for names", "SRP-05/controller", REJECTION, unit -> unit.set(7, 1));
    wrong.says("resources for names", "SRP-05/extension", REJECTION, unit -> unit.set(7, 1));
    wrong.says("rejects another", "SRP-08/tag", REJECTION, unit -> unit.invert(8, 1));
    wrong.says("supports nothing", "SRP-08/formats", REJECTION, unit -> unit.set(25, 0));
    wrong.says("says more", "SRP-08/reserved", REJECTION, unit -> unit.set(30, 1));
    wrong.says("nothing terminated", "SRP-04/result", GRANT, unit -> unit.invert(26, 1));
    wrong.says("nothing goes on", "SRP-04/more", GRANT, unit -> unit.invert(26, 2));
  }

  private static void noRoom(WireMessage unit) {
    for (int index = 20; index < 24; index++) {
      unit.set(index, 0);
    }
  }

  private void data() {
    wrong.hears("reads elsewhere", "SRP-10/in", COMMAND, unit -> readsNext(unit, 2));
    wrong.hears("another length", "SRP-10/offset", COMMAND, unit -> nudge(unit, 48 + 7));
    wrong.hears("reads elsewhere", "SRP-10/listed-in", COMMAND, unit -> readsNext(unit, 2));
    wrong.hears("reads elsewhere", "SRP-10/table-in", COMMAND, unit -> readsNext(unit, 2));
    wrong.hears("tests where it writes", "SRP-10/out", COMMAND, WrongMessages::writesNothing);
    wrong.hears("tests where it writes", "SRP-10/table-out", COMMAND, WrongMessages::writesNothing);
    wrong.says("no failure", "SRP-11/length", RESPONSE, unit -> coded(unit, 0));
    wrong.says("no failure", "SRP-11/empty", RESPONSE, unit -> coded(unit, 0));
    wrong.says("no failure", "SRP-11/count", RESPONSE, unit -> coded(unit, 0));
    wrong.says("a function's failure", "SRP-12/sum", RESPONSE, unit -> coded(unit, 5));
    wrong.says("no failure", "SRP-27/short", RESPONSE, unit -> coded(unit, 0));
  }

  private static boolean is(WireMessage unit, int operationCode) {
    return unit.at(32) == operationCode;
  }

  /** Lets a read begin one block later. */
  private static void readsNext(WireMessage unit, int blocks) {
    if (is(unit, 0x28) && unit.at(40) == blocks) {
      unit.set(37, unit.at(37) + 1);
    }
  }

  private static void nudge(WireMessage unit, int index) {
    if (is(unit, 0x28)) {
      unit.set(index, unit.at(index) + 1);
    }
  }

  private static void writesNothing(WireMessage unit) {
    if (is(unit, 0x2A)) {
      unit.set(32, 0);
    }
  }

  private void responses() {
    wrong.says("underflow kept", "SRP-17/in-under", RESPONSE, unit -> unit.set(18, 0));
    wrong.says("under for over", "SRP-17/in-over", RESPONSE, unit -> unit.set(18, 0x20));
    wrong.says("overflow kept", "SRP-17/in-none", RESPONSE, unit -> unit.set(18, 0));
    wrong.says("in for out", "SRP-17/out-under", RESPONSE, WrongMessages::inForOut);
    wrong.says("a residual of nothing", "SRP-17/exact", RESPONSE, WrongMessages::alwaysUnder);
    wrong.says("no sense", "SRP-17/sense", RESPONSE, unit -> unit.set(18, 0));
    wrong.says("sense of nothing", "SRP-17/plain", RESPONSE, WrongMessages::senseOfNothing);
    wrong.says("says more", "SRP-17/reserved", RESPONSE, unit -> unit.set(16, 1));
    wrong.says("wakes nobody", "SRP-15/successful", RESPONSE, unit -> unit.set(1, 0));
    wrong.says("wakes nobody", "SRP-15/unsuccessful", RESPONSE, unit -> unit.set(1, 0));
    wrong.says("wakes all", "SRP-15/other", RESPONSE, unit -> unit.set(1, 1));
    wrong.says("wakes all", "SRP-15/neither", RESPONSE, unit -> unit.set(1, 1));
    wrong.says("keeps credit", "SRP-18/each", RESPONSE, unit -> unit.set(7, 0));
    wrong.says("gives too much", "SRP-18/all", RESPONSE, unit -> unit.set(7, unit.at(7) + 1));
    wrong.says("keeps credit", "SRP-18/invalid", RESPONSE, WrongMessages::keepsOfInvalid);
    wrong.says("answers another", "SRP-16/tags", RESPONSE, unit -> unit.set(15, 0));
  }

  private static void inForOut(WireMessage unit) {
    if (unit.at(18) == 0x08) {
      unit.set(18, 0x20);
    }
  }

  private static void alwaysUnder(WireMessage unit) {
    unit.set(18, unit.at(18) | 0x20);
  }

  private static void senseOfNothing(WireMessage unit) {
    unit.set(18, unit.at(18) | 0x02);
  }

  private static void keepsOfInvalid(WireMessage unit) {
    if (unit.at(18) == 1) {
      unit.set(7, 0);
    }
  }

  private void functions() {
    wrong.says("no response data", "SRP-22/form", RESPONSE, unit -> unit.set(18, 0));
    wrong.says("another tag", "SRP-22/tag", RESPONSE, WrongMessages::otherTagOfFunction);
    wrong.says("failed", "SRP-22/set", RESPONSE, unit -> coded(unit, 5));
    wrong.says("failed", "SRP-22/clear", RESPONSE, unit -> coded(unit, 5));
    wrong.hears("aborts where it resets", "SRP-22/reset", FUNCTION, unit -> unit.set(30, 1));
    wrong.says("complete", "SRP-22/unknown", RESPONSE, unit -> coded(unit, 0));
    wrong.says("complete", "SRP-22/none", RESPONSE, unit -> coded(unit, 0));
    wrong.says("complete", "SRP-22/lun", RESPONSE, unit -> coded(unit, 0));
    wrong.says("keeps credit", "SRP-22/credit", RESPONSE, WrongMessages::keepsOfInvalid);
    wrong.says("not supported", "SRP-23/unknown", RESPONSE, unit -> coded(unit, 4));
    wrong.says("failed", "SRP-23/over", RESPONSE, unit -> coded(unit, 5));
  }

  private static void otherTagOfFunction(WireMessage unit) {
    if (unit.at(18) == 1) {
      unit.invert(8, 1);
    }
  }

  private static void coded(WireMessage unit, int code) {
    if (unit.at(18) == 1) {
      unit.set(39, code);
    }
  }

  private void ends() {
    wrong.hears("logouts get lost", "SRP-25/ends", INITIATOR_LOGOUT, WireUnit::drop);
    wrong.says("no reason", "SRP-04/ended", TARGET_LOGOUT, unit -> unit.set(7, 0));
    wrong.says("no reason", "SRP-29/type", TARGET_LOGOUT, unit -> unit.set(7, 0));
    wrong.says("no reason", "SRP-29/short", TARGET_LOGOUT, unit -> unit.set(7, 0));
    wrong.says("out for in", "SRP-29/in-format", TARGET_LOGOUT, unit -> unit.set(7, 6));
    wrong.says("in for out", "SRP-29/out-format", TARGET_LOGOUT, unit -> unit.set(7, 7));
    wrong.says("goes silently", "SRP-29/response", TARGET_LOGOUT, WireUnit::drop);
    wrong.hears("ignores answers", "SRP-19/unasked", CREDIT_RESPONSE, WireUnit::drop);
    wrong.hears("ignores answers", "SRP-24/unasked", EVENT_RESPONSE, WireUnit::drop);
  }

  private void limits() {
    wrong.says("length for number", "SRP-06/limit", REJECTION, unit -> unit.set(7, 2));
    wrong.hears("logouts get lost", "SRP-06/again", INITIATOR_LOGOUT, WireUnit::drop);
    wrong.hears(
        "passes over what is too much",
        "SRP-20/beyond",
        COMMAND,
        WrongUnits.laterThan(MANY, WireUnit::drop));
    wrong.says("not supported", "SRP-21/function", RESPONSE, unit -> coded(unit, 4));
    wrong.says("aborts without a cause", "SRP-26/overlapped", RESPONSE, WrongMessages::noCause);
    wrong.says("keeps credit", "SRP-26/credit", RESPONSE, WrongMessages::keepsOfFailed);
    wrong.says(
        "a tag for good", "SRP-26/again", RESPONSE, WrongUnits.laterThan(4, WrongMessages::fails));
    wrong.hears("cuts what is too long", "SRP-28/beyond", COMMAND, WireMessage::cut);
  }

  private static void noCause(WireMessage unit) {
    if (unit.at(19) == 2 && unit.at(36 + 12) == 0x4E) {
      unit.set(36 + 12, 0);
    }
  }

  private static void keepsOfFailed(WireMessage unit) {
    if (unit.at(19) != 0) {
      unit.set(7, 0);
    }
  }

  private static void fails(WireMessage unit) {
    unit.set(19, 8);
  }

  private void events() {
    wrong.says("another unit", "SRP-24/unit", EVENT, unit -> unit.invert(21, 1));
    wrong.says("sense of something", "SRP-24/sense", EVENT, unit -> unit.set(36 + 12, 0x29));
    wrong.says("says more", "SRP-24/reserved", EVENT, unit -> unit.set(16, 1));
    wrong.says("wakes all", "SRP-24/solicited", EVENT, unit -> unit.set(1, 1));
    wrong.says("takes it for told", "SRP-24/kept", RESPONSE, WrongMessages::noAttention);
    wrong.says("one tag for all", "SRP-24/answered", EVENT, unit -> unit.set(15, 0));
    wrong.says("gives too much", "SRP-24/credit", EVENT, unit -> unit.set(7, unit.at(7) + 1));
    wrong.hears("ignores answers", "SRP-24/other-tag", EVENT_RESPONSE, WireUnit::drop);
    wrong.says("says more", "SRP-25/form", TARGET_LOGOUT, unit -> unit.set(2, 1));
    wrong.says("wakes nobody", "SRP-25/solicited", TARGET_LOGOUT, unit -> unit.set(1, 0));
    wrong.says("wakes all", "SRP-25/unsolicited", TARGET_LOGOUT, unit -> unit.set(1, 1));
  }

  private static void noAttention(WireMessage unit) {
    if (unit.at(19) == 2 && unit.at(36 + 12) == 0x2A) {
      unit.set(18, 0);
      unit.set(19, 0);
    }
  }

  private void lengths() {
    wrong.says("grants it all the same", "SRP-27/low", GRANT, WrongMessages::grantsImmediate);
    wrong.says("grants it all the same", "SRP-27/high", GRANT, WrongMessages::grantsImmediate);
    wrong.hears("tests where it writes", "SRP-27/most", COMMAND, WrongMessages::writesNothing);
    wrong.says("underflow kept", "SRP-27/more", RESPONSE, unit -> unit.set(18, 0));
    wrong.says("overflow kept", "SRP-27/less", RESPONSE, unit -> unit.set(18, 0));
    wrong.says("no failure", "SRP-27/covered", RESPONSE, unit -> coded(unit, 0));
    wrong.says("overflow kept", "SRP-11/zero", RESPONSE, unit -> unit.set(18, 0));
    wrong.says("overflow kept", "SRP-12/longer", RESPONSE, unit -> unit.set(18, 0));
    wrong.says("one way alone", "SRP-14/both", RESPONSE, unit -> unit.set(18, unit.at(18) & 0x30));
  }

  private static void grantsImmediate(WireMessage unit) {
    unit.set(26, unit.at(26) | 0x80);
  }

  private void reservations() {
    wrong.hears("other names", "SRP-31/status", LOGIN, unit -> unit.invertInitiator(15, 1));
    wrong.hears("other names", "SRP-31/specified", LOGIN, unit -> unit.invertInitiator(15, 1));
    wrong.says("takes any form", "SRP-31/format", RESPONSE, WrongMessages::forgives);
    wrong.says("takes any length", "SRP-31/cut", RESPONSE, WrongMessages::forgives);
  }

  private static void forgives(WireMessage unit) {
    if (unit.at(19) == 2 && unit.at(36 + 2) == 5) {
      unit.set(18, 0);
      unit.set(19, 0);
    }
  }
}
