// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The deliberately wrong iSCSI targets, each with the case that must catch it. */
public final class WrongWires {
  private static final int LOGIN = 0x03;
  private static final int LOGIN_RESPONSE = 0x23;

  private WrongWires() {}

  /** All of them. */
  public static List<WrongWire<WirePdu>> all() {
    WrongUnits<WirePdu> wrong = new WrongUnits<>();
    wrong.hears(
        "a transition backwards that is taken", "IL-04", LOGIN, pdu -> pdu.set(1, pdu.at(1) | 3));
    wrong.says(
        "T in an answer that nobody asked for",
        "IL-09",
        LOGIN_RESPONSE,
        pdu -> pdu.set(1, pdu.at(1) | 0x83));
    wrong.hears("a TSIH of no session that is taken", "IL-13", LOGIN, WrongWires::withoutHandle);
    wrong.hears("a version that is not looked at", "IL-14", LOGIN, WrongWires::withoutVersion);
    wrong.hears("a key twice that is taken", "IL-26", LOGIN, text("MaxBurstLength=16384\0", ""));
    wrong.says(
        "an unknown key that is not answered",
        "IL-29",
        LOGIN_RESPONSE,
        text("NoSuchKey=NotUnderstood\0", ""));
    wrong.says(
        "a result above the offer",
        "IK-12",
        LOGIN_RESPONSE,
        text("MaxBurstLength=512\0", "MaxBurstLength=1024\0"));
    wrong.says(
        "an OR that gives No for Yes",
        "IK-51",
        LOGIN_RESPONSE,
        text("InitialR2T=Yes\0", "InitialR2T=No\0"));
    wrong.hears("header digests that are not looked at", "IG-05", 0x01, WirePdu::repairDigests);
    wrong.hears("data digests that are not looked at", "IG-06", 0x05, WirePdu::repairDigests);
    wrong.says("a ping echoed wrongly", "IX-01", 0x20, WrongWires::wrongEcho);
    wrong.says("DataSN that does not count", "ID-18", 0x25, pdu -> pdu.set(39, 0));
    wrong.says("R2TSN that does not count", "ID-07", 0x31, pdu -> pdu.set(39, 0));
    wrong.says("StatSN one too large", "IN-11", 0x21, pdu -> pdu.set(27, pdu.at(27) + 1));
    wrong.says("a residual without its U bit", "ID-19", 0x25, pdu -> pdu.set(1, pdu.at(1) & ~2));
    wrong.says(
        "a logout of an unknown connection that succeeds", "IX-20/cid", 0x26, pdu -> pdu.set(2, 0));
    return wrong.list();
  }

  private static Consumer<WirePdu> text(String from, String to) {
    UnaryOperator<String> change = text -> text.replace(from, to);
    return pdu -> pdu.text(change);
  }

  private static void withoutHandle(WirePdu pdu) {
    pdu.set(14, 0);
    pdu.set(15, 0);
  }

  private static void withoutVersion(WirePdu pdu) {
    pdu.set(2, 0);
    pdu.set(3, 0);
  }

  private static void wrongEcho(WirePdu pdu) {
    if (pdu.data().length > 0) {
      pdu.data()[pdu.data().length - 1] ^= 1;
    }
  }
}
