// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The deliberately wrong iSCSI targets, each with the case that must catch it. */
public final class WrongWires {
  /**
   * One wrong target.
   *
   * @param name what is wrong with it
   * @param caseId the case that must fail on it, and must pass on the right target
   */
  public record WrongWire(String name, String caseId, WireBend bend) {
    @Override
    public String toString() {
      return caseId + " catches: " + name;
    }
  }

  private static final int LOGIN = 0x03;
  private static final int LOGIN_RESPONSE = 0x23;

  private WrongWires() {}

  /** All of them. */
  public static List<WrongWire> all() {
    return List.of(
        new WrongWire(
            "a transition backwards that is taken",
            "IL-04",
            toTarget(LOGIN, pdu -> pdu.set(1, pdu.at(1) | 3))),
        new WrongWire(
            "T in an answer that nobody asked for",
            "IL-09",
            toInitiator(LOGIN_RESPONSE, pdu -> pdu.set(1, pdu.at(1) | 0x83))),
        new WrongWire(
            "a TSIH of no session that is taken",
            "IL-13",
            toTarget(LOGIN, WrongWires::withoutHandle)),
        new WrongWire(
            "a version that is not looked at",
            "IL-14",
            toTarget(LOGIN, WrongWires::withoutVersion)),
        new WrongWire(
            "a key twice that is taken",
            "IL-26",
            toTarget(LOGIN, text("MaxBurstLength=16384\0", ""))),
        new WrongWire(
            "an unknown key that is not answered",
            "IL-29",
            toInitiator(LOGIN_RESPONSE, text("NoSuchKey=NotUnderstood\0", ""))),
        new WrongWire(
            "a result above the offer",
            "IK-12",
            toInitiator(LOGIN_RESPONSE, text("MaxBurstLength=512\0", "MaxBurstLength=1024\0"))),
        new WrongWire(
            "an OR that gives No for Yes",
            "IK-51",
            toInitiator(LOGIN_RESPONSE, text("InitialR2T=Yes\0", "InitialR2T=No\0"))),
        new WrongWire(
            "header digests that are not looked at",
            "IG-05",
            toTarget(0x01, WirePdu::repairDigests)),
        new WrongWire(
            "data digests that are not looked at", "IG-06", toTarget(0x05, WirePdu::repairDigests)),
        new WrongWire("a ping echoed wrongly", "IX-01", toInitiator(0x20, WrongWires::wrongEcho)),
        new WrongWire(
            "DataSN that does not count", "ID-18", toInitiator(0x25, pdu -> pdu.set(39, 0))),
        new WrongWire(
            "R2TSN that does not count", "ID-07", toInitiator(0x31, pdu -> pdu.set(39, 0))),
        new WrongWire(
            "StatSN one too large", "IN-11", toInitiator(0x21, pdu -> pdu.set(27, pdu.at(27) + 1))),
        new WrongWire(
            "a residual without its U bit",
            "ID-19",
            toInitiator(0x25, pdu -> pdu.set(1, pdu.at(1) & ~2))),
        new WrongWire(
            "a logout of an unknown connection that succeeds",
            "IX-20/cid",
            toInitiator(0x26, pdu -> pdu.set(2, 0))));
  }

  private static WireBend toTarget(int opcode, Consumer<WirePdu> change) {
    return new WireBend() {
      @Override
      public void toTarget(WirePdu pdu) {
        if (pdu.opcode() == opcode) {
          change.accept(pdu);
        }
      }
    };
  }

  private static WireBend toInitiator(int opcode, Consumer<WirePdu> change) {
    return new WireBend() {
      @Override
      public void toInitiator(WirePdu pdu) {
        if (pdu.opcode() == opcode) {
          change.accept(pdu);
        }
      }
    };
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
