// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The deliberately wrong iSCSI targets of authentication, sessions, recovery and text, each with
 * the case that must catch it.
 */
public final class WrongSessions {
  private static final int COMMAND = 0x01;
  private static final int FUNCTION = 0x02;
  private static final int LOGIN = 0x03;
  private static final int TEXT = 0x04;
  private static final int DATA_OUT = 0x05;
  private static final int SNACK = 0x10;
  private static final int NOP_IN = 0x20;
  private static final int RESPONSE = 0x21;
  private static final int FUNCTION_RESPONSE = 0x22;
  private static final int LOGIN_RESPONSE = 0x23;
  private static final int TEXT_RESPONSE = 0x24;
  private static final int DATA_IN = 0x25;
  private static final int LOGOUT_RESPONSE = 0x26;
  private static final int R2T = 0x31;
  private static final int ASYNC = 0x32;
  private static final int REJECT = 0x3F;

  private final WrongUnits<WirePdu> wrong = new WrongUnits<>();

  private WrongSessions() {}

  /** All of them. */
  public static List<WrongWire<WirePdu>> all() {
    WrongSessions all = new WrongSessions();
    all.authentication();
    all.connections();
    all.snack();
    all.recovery();
    all.data();
    all.text();
    all.headers();
    all.notices();
    return all.wrong.list();
  }

  private void authentication() {
    for (String id : List.of("IC-06/secret", "IC-11/reflection", "IC-13", "IC-16", "IC-18")) {
      wrong.says("what CHAP refuses gets in", id, LOGIN_RESPONSE, pdu -> pdu.set(36, 0));
    }
    wrong.says(
        "a challenge that never changes",
        "IC-09",
        LOGIN_RESPONSE,
        replace("CHAP_C=[^\0]*", "CHAP_C=0x00112233445566778899aabbccddeeff"));
    wrong.says(
        "a proof that is none",
        "IC-11/sha-256",
        LOGIN_RESPONSE,
        replace("CHAP_R=0x[0-9a-fA-F]{8}", "CHAP_R=0x12345678"));
    wrong.says(
        "an algorithm not offered", "IC-04", LOGIN_RESPONSE, replace("CHAP_A=5", "CHAP_A=6"));
    wrong.says(
        "a user of one target in discovery",
        "IC-17",
        LOGIN_RESPONSE,
        pdu -> pdu.set(36, pdu.at(1) == 0x87 ? 2 : pdu.at(36)));
    wrong.says(
        "a redirection to nowhere",
        "IL-37/address",
        LOGIN_RESPONSE,
        replace("TargetAddress=[^\0]*\0", ""));
    wrong.says(
        "a move for good told as one for a while",
        "IL-37/permanent",
        LOGIN_RESPONSE,
        pdu -> pdu.set(37, Math.min(1, pdu.at(37))));
  }

  private void connections() {
    for (String id : List.of("IS-04/more", "IS-11/name", "IE-18/late")) {
      wrong.says(
          "a login that is to be refused gets in", id, LOGIN_RESPONSE, pdu -> pdu.set(36, 0));
    }
    wrong.hears(
        "order that is not kept over connections", "IS-07", COMMAND, WrongSessions::immediate);
    wrong.says("a StatSN of all connections", "IS-07/status", RESPONSE, pdu -> add(pdu, 27, 1));
    wrong.says("an ExpCmdSN that lags", "IS-07/window", RESPONSE, pdu -> add(pdu, 31, -1));
    wrong.says("a CID that is not found", "IS-09/logout", LOGOUT_RESPONSE, pdu -> pdu.set(2, 1));
    wrong.says("times not agreed on", "IE-14/values", LOGOUT_RESPONSE, pdu -> pdu.set(41, 9));
    wrong.says(
        "a level in discovery",
        "IS-16/level",
        LOGIN_RESPONSE,
        replace("ErrorRecoveryLevel=0", "ErrorRecoveryLevel=2"));
    wrong.says("a loss of nexus that is not told", "IS-18", RESPONSE, pdu -> pdu.set(3, 0));
    wrong.hears(
        "names compared by case", "IL-22/iqn", LOGIN, replace("TargetName=IQN", "TargetName=X"));
    wrong.hears("names cut off", "IL-21", LOGIN, replace("a{198,}", "aaa"));
    wrong.says(
        "an answer of a login cut off",
        "IL-47",
        LOGIN_RESPONSE,
        pdu -> pdu.set(1, pdu.at(1) & ~0x40));
  }

  private void snack() {
    wrong.after("data again under another number", "IE-05", SNACK, DATA_IN, pdu -> add(pdu, 39, 1));
    wrong.after("data again that differs", "IE-05/all", SNACK, DATA_IN, pdu -> pdu.data()[0] ^= 1);
    wrong.after(
        "status again under a new StatSN", "IE-04", SNACK, RESPONSE, pdu -> add(pdu, 27, 5));
    wrong.after("a NOP-In that does not come again", "IE-04/ping", SNACK, NOP_IN, WirePdu::drop);
    wrong.after("an R2T again with another tag", "IE-08", SNACK, R2T, pdu -> add(pdu, 23, 1));
    wrong.after("a response without SNACK Tag", "IE-06", SNACK, RESPONSE, pdu -> pdu.set(23, 0));
    wrong.says("a SNACK passed over", "IE-09", REJECT, WirePdu::drop);
    wrong.says("another reason", "IE-07/unknown", REJECT, pdu -> pdu.set(2, 4));
  }

  private void recovery() {
    wrong.hears("digests not looked at", "IG-09", DATA_OUT, WirePdu::repairDigests);
    wrong.says("missing data not asked for", "IE-11", R2T, WrongUnits.laterThan(1, WirePdu::drop));
    wrong.hears(
        "a retry carried out", "IE-03", COMMAND, WrongUnits.laterThan(3, WrongSessions::immediate));
    wrong.hears("an ExpDataSN not looked at", "IE-12", FUNCTION, pdu -> pdu.set(39, 0));
    wrong.after("a write that is forgotten", "IE-12/write", FUNCTION, R2T, WirePdu::drop);
    wrong.after("a status that is forgotten", "IE-12/status", FUNCTION, RESPONSE, WirePdu::drop);
    for (String id : List.of("IE-13/allegiant", "IE-13/unknown", "IE-13/level", "IE-14")) {
      wrong.says("a reassignment of nothing", id, FUNCTION_RESPONSE, pdu -> pdu.set(2, 0));
    }
  }

  private void data() {
    wrong.says("Data-In that overlaps", "ID-20/in", DATA_IN, pdu -> pdu.set(42, 0));
    wrong.hears("pieces put in the wrong place", "ID-20/pdus", DATA_OUT, pdu -> pdu.data()[0] ^= 1);
    wrong.says("R2Ts with one tag", "ID-08/eight", R2T, pdu -> pdu.set(23, 7));
    wrong.hears("an F that nobody needs", "ID-17", DATA_OUT, pdu -> pdu.set(1, 0x80));
    wrong.says("an R2T for what is there", "ID-05", R2T, pdu -> pdu.set(42, 0));
    wrong.hears("data on any connection", "IS-08", DATA_OUT, pdu -> pdu.data()[0] ^= 1);
  }

  private void text() {
    wrong.hears("a C bit not looked at", "IX-08", TEXT, pdu -> pdu.set(1, 0x80));
    wrong.says(
        "an answer cut off", "IX-08/response", TEXT_RESPONSE, pdu -> pdu.set(1, pdu.at(1) & ~0x40));
    wrong.says(
        "a login key that is taken later",
        "IX-10",
        TEXT_RESPONSE,
        replace("MaxBurstLength=Reject", "MaxBurstLength=1024"));
    wrong.says(
        "an unknown key not answered",
        "IX-13/unknown",
        TEXT_RESPONSE,
        replace("NoSuchKey=[^\0]*\0", ""));
    wrong.hears(
        "a key twice that is taken",
        "IX-13/twice",
        TEXT,
        replace("MaxRecvDataSegmentLength=1024\0", ""));
    wrong.says("another StatSN", "IX-08/form", TEXT_RESPONSE, pdu -> add(pdu, 27, 1));
  }

  private void headers() {
    wrong.hears("an I bit not looked at", "IN-10", COMMAND, pdu -> pdu.set(0, COMMAND));
    wrong.hears(
        "a tag in use that is taken",
        "IN-16",
        COMMAND,
        pdu -> pdu.set(16, pdu.at(32) == 0 ? 9 : pdu.at(16)));
    wrong.says("a LUN without a tag", "IX-04/form", NOP_IN, pdu -> pdu.set(15, 1));
    wrong.says(
        "a residual without a count",
        "IN-19/residual",
        DATA_IN,
        pdu -> {
          pdu.set(46, 0);
          pdu.set(47, 0);
        });
    wrong.says("a reset that fails", "IT-04/5", FUNCTION_RESPONSE, pdu -> pdu.set(2, 5));
    wrong.hears(
        "a waiting command that is not aborted",
        "IT-02/waiting",
        FUNCTION,
        pdu -> add(pdu, 20, 0x55));
    wrong.says("a query before its time", "IT-07", FUNCTION_RESPONSE, pdu -> pdu.set(2, 0));
  }

  private void notices() {
    wrong.says("no time to log out", "IX-18", ASYNC, pdu -> pdu.set(43, 0));
    wrong.says("another event", "IX-19", ASYNC, pdu -> pdu.set(36, 2));
    wrong.says(
        "one connection told alone",
        "IX-19/connections",
        ASYNC,
        WrongUnits.laterThan(1, WirePdu::drop));
  }

  private static void immediate(WirePdu pdu) {
    pdu.set(0, pdu.at(0) | 0x40);
  }

  private static void add(WirePdu pdu, int index, int value) {
    pdu.set(index, pdu.at(index) + value);
  }

  private static Consumer<WirePdu> replace(String pattern, String with) {
    UnaryOperator<String> change = text -> text.replaceAll(pattern, with);
    return pdu -> pdu.text(change);
  }
}
