// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.List;
import java.util.function.Consumer;

/** The deliberately wrong Fibre Channel targets, each with the case that must catch it. */
public final class WrongPorts {
  private static final int ACCEPT = 0x2302;
  private static final int PLOGI = 0x2203;
  private static final int LOGO = 0x2205;
  private static final int RTV = 0x220E;
  private static final int ECHO = 0x2210;
  private static final int REC = 0x2213;
  private static final int PRLI = 0x2220;
  private static final int PRLO = 0x2221;
  private static final int TPRLO = 0x2224;
  private static final int PDISC = 0x2250;
  private static final int ADISC = 0x2252;
  private static final int RSCN = 0x2261;
  private static final int RNID = 0x2278;
  private static final int NAME_SERVER_REPLY = 0x0300;

  /** What makes RTV of a request, which is answered and changes nothing. */
  private static final Consumer<WireFrame> AS_HARMLESS = frame -> frame.put(0, 0x0E);

  private final WrongUnits<WireFrame> wrong = new WrongUnits<>();

  private WrongPorts() {}

  /** All of them. */
  public static List<WrongWire<WireFrame>> all() {
    WrongPorts all = new WrongPorts();
    all.portLogins();
    all.processLogins();
    all.logouts();
    all.discovery();
    all.inquiries();
    WrongFcp.addTo(all.wrong);
    return all.wrong.list();
  }

  private void portLogins() {
    wrong.after("another port's name", "FPL-01/form", PLOGI, ACCEPT, frame -> frame.flip(20, 1));
    wrong.after("an odd frame size", "FPL-01/sizes", PLOGI, ACCEPT, frame -> frame.flip(11, 1));
    wrong.after("no class 3", "FPL-01/class", PLOGI, ACCEPT, frame -> frame.put(68, 0));
    wrong.after("offsets in any order", "FPL-01/port", PLOGI, ACCEPT, frame -> frame.put(8, 0));
    wrong.says("an answer that is not the last", "FPL-01/frame", ACCEPT, bit(9, 0x10, false));
    wrong.hears("a frame size not looked at", "FPL-02/payload", PLOGI, WrongPorts::largeFrames);
    wrong.hears("a wrong size taken", "FPL-02/size", PLOGI, WrongPorts::largeFrames);
    wrong.hears("classes not looked at", "FPL-02/class", PLOGI, frame -> frame.put(68, 0x88));
    wrong.hears("names not looked at", "FPL-02/nameless", PLOGI, frame -> frame.put(20, 0x21));
    wrong.hears("its own name taken", "FPL-02/name", PLOGI, frame -> frame.flip(22, 0x40));
    wrong.hears("a login kept", "FPL-02/kept", PLOGI, frame -> frame.put(68, 0x88));
  }

  private void processLogins() {
    wrong.after("no response code", "FPL-03/form", PRLI, ACCEPT, frame -> frame.put(6, 0x20));
    wrong.after("no target", "FPL-03/function", PRLI, ACCEPT, frame -> frame.flip(19, 0x10));
    wrong.after("reserved bits", "FPL-03/reserved", PRLI, ACCEPT, frame -> frame.put(17, 1));
    wrong.after("XFER_RDY for reads", "FPL-03/read", PRLI, ACCEPT, frame -> frame.flip(19, 2));
    wrong.after("one page for two", "FPL-07/two", PRLI, ACCEPT, frame -> frame.put(20, 8));
    wrong.hears("any TYPE taken", "FPL-07/unknown", PRLI, frame -> frame.put(4, 8));
    wrong.hears("asking is a login", "FPL-07/inquiry", PRLI, frame -> frame.put(6, 0x20));
    wrong.hears("targets log in", "FPL-07/initiator", PRLI, frame -> frame.put(19, 0x22));
    for (String id : List.of("FPL-06/write", "FPL-06/confirm", "FPL-06/overlay")) {
      int bit = id.endsWith("write") ? 0x01 : id.endsWith("confirm") ? 0x80 : 0x40;
      wrong.after("set unasked", id, PRLI, ACCEPT, frame -> frame.raise(19, bit));
    }
    wrong.after("retry unasked", "FPL-06/retry", PRLI, ACCEPT, frame -> frame.put(18, 1));
    wrong.hears("page lengths not looked at", "FPL-08/page", PRLI, frame -> frame.put(1, 16));
    wrong.hears("lengths not looked at", "FPL-08/length", PRLI, frame -> frame.put(3, 20));
    wrong.hears("lengths beyond the end", "FPL-08/beyond", PRLI, frame -> frame.put(3, 20));
    wrong.hears(
        "what was before stays", "FPL-09/tasks", PRLI, WrongUnits.laterThan(1, AS_HARMLESS));
    wrong.says("strangers hear nothing", "FPL-10/process", 0x2221, WireUnit::drop);
    wrong.says("strangers get no LOGO", "FPL-10/port", 0x2205, WireUnit::drop);
  }

  private void logouts() {
    wrong.after("not executed", "FPL-11/form", PRLO, ACCEPT, frame -> frame.put(6, 4));
    for (String id : List.of("FPL-11/effect", "FPL-11/tasks")) {
      wrong.add(
          "a PRLO that ends nothing",
          id,
          PRLO,
          frame -> frame.put(4, 0x55),
          ACCEPT,
          WrongPorts::asExecuted);
    }
    wrong.hears("a PRLO that ends the port login", "FPL-11/port", PRLO, WrongPorts::asLogout);
    wrong.hears("any TYPE logged out", "FPL-11/unknown", PRLO, frame -> frame.put(4, 8));
    wrong.hears("malformed PRLO taken", "FPL-11/malformed", PRLO, frame -> frame.put(1, 16));
    for (String id : List.of("FPL-12/effect", "FPL-12/discover", "FPL-12/tasks")) {
      wrong.hears("a LOGO that ends nothing", id, LOGO, WrongUnits.laterThan(1, AS_HARMLESS));
    }
    for (String id : List.of("FPL-11/loss", "FPL-12/loss")) {
      wrong.says("a loss that nobody hears of", id, 0x0700, frame -> frame.put(11, 0));
    }
    wrong.hears("a third port left alone", "FPL-17/third", TPRLO, frame -> frame.put(4, 0x55));
    wrong.hears("all but itself", "FPL-17/global", TPRLO, frame -> frame.put(4, 0x55));
    wrong.hears("any TYPE ended", "FPL-17/unknown", TPRLO, frame -> frame.put(4, 8));
  }

  private void discovery() {
    wrong.after("another address", "FPL-15/form", ADISC, ACCEPT, frame -> frame.flip(27, 1));
    wrong.hears("names not compared", "FPL-15/mismatch", ADISC, frame -> frame.flip(13, 4));
    wrong.says("nobody is refused", "FPL-15/stranger", 0x2301, frame -> frame.put(0, 2));
    wrong.after("other parameters", "FPL-15/pdisc", PDISC, ACCEPT, frame -> frame.flip(7, 1));
    wrong.hears("PDISC is PLOGI", "FPL-15/pdisc-keeps", PDISC, frame -> frame.put(0, 3));
    wrong.hears("RSCN is LOGO", "FPL-13/fabric", RSCN, WrongPorts::asLogout);
    wrong.hears("RSCN lengths not looked at", "FPL-13/length", RSCN, frame -> frame.put(3, 8));
    wrong.hears("RSCN pages not looked at", "FPL-13/page", RSCN, frame -> frame.put(1, 4));
    wrong.says("no TYPE 08h", "FPL-23/object", NAME_SERVER_REPLY, frame -> frame.put(18, 0));
    wrong.says("no target", "FPL-23/features", NAME_SERVER_REPLY, frame -> frame.put(23, 2));
  }

  private void inquiries() {
    wrong.after("no R_A_TOV", "FPL-19/values", RTV, ACCEPT, WrongPorts::withoutTimeout);
    wrong.after("an echo changed", "FPL-24/echo", ECHO, ACCEPT, frame -> frame.flip(9, 1));
    wrong.after("another node", "FPL-25/form", RNID, ACCEPT, frame -> frame.flip(8, 1));
    wrong.hears("any command taken", "FPL-18/unknown", 0x22E5, AS_HARMLESS);
    wrong.says("no reason", "FPL-18/form", 0x2301, frame -> frame.put(5, 0));
    wrong.after("another exchange", "FER-06/form", REC, ACCEPT, frame -> frame.flip(5, 1));
    wrong.after("initiative", "FER-06/initiative", REC, ACCEPT, frame -> frame.flip(20, 0x40));
    wrong.after("bytes that never came", "FER-06/nothing", REC, ACCEPT, frame -> frame.put(18, 2));
    wrong.after("bytes not counted", "FER-06/data", REC, ACCEPT, frame -> frame.put(18, 0));
    wrong.says("no explanation", "FER-07/unknown", 0x2301, frame -> frame.put(6, 0));
    wrong.hears("any exchange told", "FER-07/others", REC, AS_HARMLESS);
  }

  private static Consumer<WireFrame> bit(int index, int bits, boolean isSet) {
    return frame -> frame.set(index, isSet ? frame.at(index) | bits : frame.at(index) & ~bits);
  }

  private static void largeFrames(WireFrame frame) {
    frame.put(10, 0x08);
    frame.put(11, 0);
    frame.put(74, 0x08);
    frame.put(75, 0);
  }

  private static void asExecuted(WireFrame frame) {
    if (frame.data().length == 20 && (frame.data()[4] & 0xFF) == 0x55) {
      frame.put(4, 8);
      frame.put(6, 1);
    }
  }

  private static void asLogout(WireFrame frame) {
    byte[] logout = new byte[16];
    logout[0] = 5;
    frame.data(logout);
  }

  private static void withoutTimeout(WireFrame frame) {
    for (int index = 4; index < 8; index++) {
      frame.put(index, 0);
    }
  }
}
