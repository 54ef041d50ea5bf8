// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Targets that are wrong in FCP itself: exchanges, data, responses, aborts. */
final class WrongFcp {
  private static final int DATA = 0x0100;
  private static final int READY = 0x0500;
  private static final int COMMAND = 0x0600;
  private static final int RESPONSE = 0x0700;
  private static final int SRR = 0x3214;
  private static final int REJECT = 0x3301;
  private static final int ABTS = 0x8100;
  private static final int ABORT_ACCEPT = 0x8400;
  private static final int ABORT_REJECT = 0x8500;

  private final WrongUnits<WireFrame> wrong;

  private WrongFcp(WrongUnits<WireFrame> wrong) {
    this.wrong = wrong;
  }

  static void addTo(WrongUnits<WireFrame> all) {
    WrongFcp fcp = new WrongFcp(all);
    fcp.frames();
    fcp.commands();
    fcp.data();
    fcp.responses();
    fcp.functions();
    fcp.recovery();
  }

  private void frames() {
    wrong.says("the address of another", "FIU-21/addresses", RESPONSE, frame -> flip(frame, 3, 1));
    wrong.says("an optional header", "FIU-21/type", READY, frame -> frame.set(13, 0x20));
    wrong.says("SOFi3 for all", "FIU-21/delimiter", DATA, frame -> frame.initiates(true));
    wrong.says("one SEQ_ID for all", "FIU-21/sequence", RESPONSE, frame -> frame.set(12, 0));
    wrong.says("originator's frames", "FIU-20/responder", READY, frame -> flip(frame, 9, 0x20));
    wrong.says("initiative kept", "FIU-20/ready", READY, frame -> flip(frame, 9, 1));
    wrong.says("ends in between", "FIU-20/data", DATA, frame -> set(frame, 9, 0x01));
    wrong.says("a last that is none", "FIU-20/response", RESPONSE, frame -> flip(frame, 9, 0x10));
    wrong.says("a last to confirm", "FIU-20/confirm", RESPONSE, frame -> set(frame, 9, 0x10));
    wrong.says("an RX_ID that changes", "FIU-19/responder", RESPONSE, frame -> flip(frame, 19, 1));
    wrong.hears("small OX_IDs alone", "FIU-19/originator", COMMAND, frame -> frame.set(16, 0));
    wrong.hears(
        "data without RX_ID lost",
        "FIU-19/unnamed",
        DATA,
        frame -> frame.set(16, frame.at(18) == 0xFF ? 0x55 : frame.at(16)));
    wrong.hears("one command taken for two", "FIU-27/duplicate", COMMAND, secondWrite());
  }

  /** Lets a write that comes twice look like two. */
  private static Consumer<WireFrame> secondWrite() {
    return only(
        frame -> frame.data().length > 12 && frame.data()[12] == 0x2A,
        1,
        frame -> frame.set(12, 5));
  }

  /** {@code change} for the unit with {@code count} before it that fit as well. */
  private static Consumer<WireFrame> only(
      Predicate<WireFrame> fits, int count, Consumer<WireFrame> change) {
    int[] seen = {0};
    return frame -> {
      if (fits.test(frame) && seen[0]++ == count) {
        change.accept(frame);
      }
    };
  }

  private void commands() {
    wrong.hears("a CDB beyond the end", "FIU-01/beyond", COMMAND, WrongFcp::withoutAdditional);
    wrong.hears("directions not looked at", "FIU-03/none", COMMAND, WrongFcp::readingOneBlock);
    wrong.hears("ACA taken for simple", "FIU-06/aca", COMMAND, frame -> frame.put(9, 0));
    wrong.hears(
        "a priority in place of the attribute",
        "FIU-06/priority-attribute",
        COMMAND,
        frame -> frame.put(9, frame.data()[9] > 7 ? 0 : frame.data()[9]));
    wrong.hears(
        "the most important first",
        "FIU-06/priority-order",
        COMMAND,
        frame -> frame.put(9, frame.data()[9] == 1 << 3 ? 1 : frame.data()[9]));
    wrong.hears(
        "frames with a priority lost",
        "FIU-21/priority",
        COMMAND,
        frame -> {
          if ((frame.at(9) & 2) != 0) {
            frame.drop();
          }
        });
    wrong.hears("LUNs not looked at", "FIU-25/absent", COMMAND, frame -> frame.put(1, 0));
    wrong.hears("flat LUNs unknown", "FIU-25/flat", COMMAND, WrongFcp::flatElsewhere);
  }

  private void data() {
    wrong.says("reserved bytes", "FIU-09/form", READY, frame -> frame.put(11, 1));
    wrong.says(
        "data asked for twice",
        "FIU-09/sum",
        READY,
        WrongUnits.laterThan(1, frame -> frame.put(1, 0)));
    wrong.says("no relative offset", "FIU-11/offset", DATA, frame -> flip(frame, 11, 8));
    wrong.says("SEQ_CNT that does not count", "FIU-11/count", DATA, frame -> frame.set(15, 0));
    wrong.says("fill bytes not told of", "FIU-11/fill", DATA, WrongFcp::withoutFill);
    wrong.says("the wrong data", "FIU-11/long", DATA, only(frame -> true, 90, WrongFcp::spoil));
    for (String id : List.of("FIU-13/whole", "FIU-13/small", "FIU-13/odd", "FIU-24/order")) {
      wrong.hears("other data written", id, DATA, WrongFcp::spoil);
    }
    for (String id : List.of("FIU-12/offset", "FIU-12/short", "FIU-24/two-open")) {
      wrong.says("wrong data taken", id, RESPONSE, WrongFcp::asGood);
    }
  }

  private void responses() {
    wrong.says("reserved bytes", "FIU-15/form", RESPONSE, frame -> frame.put(2, 1));
    wrong.says("sense without flag", "FIU-15/sense", RESPONSE, frame -> frame.flip(10, 2));
    wrong.says("no residual", "FIU-05/read-under", RESPONSE, WrongFcp::withoutResidual);
    wrong.says("the other way", "FIU-05/read-over", RESPONSE, frame -> frame.flip(10, 0x0C));
    wrong.says("a residual of nothing", "FIU-05/exact", RESPONSE, frame -> frame.put(10, 8));
    wrong.says("nothing over", "FIU-04/write", RESPONSE, WrongFcp::withoutResidual);
    wrong.says("confirmation unasked", "FIU-17/unasked", RESPONSE, frame -> frame.put(10, 0x10));
    wrong.says("a residual of none", "FIU-05/odd", RESPONSE, WrongFcp::withoutResidual);
  }

  private void functions() {
    wrong.hears("any function succeeds", "FIU-07/two", COMMAND, function(3, 2));
    wrong.hears("flags not looked at", "FIU-07/reserved", COMMAND, function(0x80, 2));
    wrong.hears("any LUN will do", "FIU-07/lun", COMMAND, frame -> frame.put(1, 0));
    wrong.hears("all aborted", "FIU-22/abort-own", COMMAND, function(2, 4));
    wrong.hears("nothing aborted", "FIU-22/abort-ends", COMMAND, function(2, 1));
    wrong.hears("others not cleared", "FIU-22/clear-others", COMMAND, function(4, 1));
    wrong.says("a residual", "FIU-22/form", RESPONSE, WrongFcp::functionWithResidual);
    wrong.says("no code", "FIU-22/abort-task-set", RESPONSE, WrongFcp::functionWithoutCode);
    wrong.says("always none", "FIU-22/query", RESPONSE, frame -> frame.put(27, 0));
  }

  private void recovery() {
    wrong.says("no recovery qualifier", "FER-01/form", ABORT_ACCEPT, frame -> frame.put(10, 0));
    wrong.says("the originator's", "FER-01/frame", ABORT_ACCEPT, frame -> flip(frame, 9, 8));
    wrong.says("another reason", "FER-02/responder", ABORT_REJECT, frame -> frame.put(1, 9));
    wrong.hears("an ABTS passed over", "FER-04/ended", ABTS, WireUnit::drop);
    wrong.hears("no ABTS without RX_ID", "FER-01/unnamed", ABTS, frame -> frame.set(16, 0x55));
    wrong.after("another response", "FER-08/response", SRR, RESPONSE, frame -> frame.flip(30, 1));
    wrong.after("other data", "FER-08/data", SRR, DATA, WrongFcp::spoil);
    wrong.after("data from the start", "FER-08/offset", SRR, DATA, frame -> frame.set(22, 0));
    wrong.after("no XFER_RDY", "FER-08/ready", SRR, READY, WireUnit::drop);
    wrong.says("an SRR of nothing", "FER-09/unknown", REJECT, frame -> frame.put(0, 2));
    wrong.says("an SRR that was not agreed", "FER-09/unagreed", REJECT, frame -> frame.put(0, 2));
    for (String id : List.of("FER-10/retry-middle", "FER-10/ready")) {
      wrong.after("no second chance", id, SRR, READY, WireUnit::drop);
    }
    for (String id : List.of("FER-10/plain-middle", "FER-10/plain-last", "FER-21/count")) {
      wrong.says("a write that lacks a frame ends well", id, RESPONSE, WrongFcp::asGood);
    }
  }

  private static void flip(WireFrame frame, int index, int bits) {
    frame.set(index, frame.at(index) ^ bits);
  }

  private static void set(WireFrame frame, int index, int bits) {
    frame.set(index, frame.at(index) | bits);
  }

  private static void spoil(WireFrame frame) {
    frame.flip(frame.data().length / 2, 1);
  }

  private static void withoutFill(WireFrame frame) {
    frame.set(11, frame.at(11) & ~3);
  }

  private static void withoutAdditional(WireFrame frame) {
    frame.put(11, frame.data()[11] & 3);
  }

  private static void readingOneBlock(WireFrame frame) {
    if (frame.data()[12] == 0x28) {
      frame.put(11, 2);
      frame.put(30, 2);
    }
  }

  private static void flatElsewhere(WireFrame frame) {
    if ((frame.data()[0] & 0x40) != 0) {
      frame.put(1, 9);
    }
  }

  private static void asGood(WireFrame frame) {
    frame.data(new byte[24]);
  }

  private static void withoutResidual(WireFrame frame) {
    frame.put(10, frame.data()[10] & ~0x0C);
  }

  private static void functionWithResidual(WireFrame frame) {
    if ((frame.data()[10] & 1) != 0) {
      frame.flip(10, 8);
    }
  }

  private static void functionWithoutCode(WireFrame frame) {
    if ((frame.data()[10] & 1) != 0) {
      frame.put(27, 5);
    }
  }

  /** Another function in the place of {@code asked}. */
  private static Consumer<WireFrame> function(int asked, int done) {
    return frame -> {
      if (frame.data().length > 10 && (frame.data()[10] & 0xFF) == asked) {
        frame.put(10, done);
      }
    };
  }
}
