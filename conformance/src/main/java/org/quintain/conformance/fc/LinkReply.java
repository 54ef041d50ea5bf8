// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc;

import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.scsi.Bytes;

/** What came to an extended link service, an FC-4 link service or an ABTS; or nothing. */
public final class LinkReply {
  private final String what;
  private final @Nullable RawUnit unit;

  LinkReply(String what, @Nullable RawUnit unit) {
    this.what = what;
    this.unit = unit;
  }

  /** Whether anything came. */
  public boolean came() {
    return unit != null;
  }

  /** What came; the case fails where nothing did. */
  public RawUnit unit() {
    RawUnit present = unit;
    if (present == null) {
      throw CaseEnd.fail(what + " is answered by silence.");
    }
    return present;
  }

  /** Whether it is LS_ACC. */
  public boolean isAccepted() {
    return isLinkReply() && unit().u8(0) == Els.LS_ACC;
  }

  /** Whether it is LS_RJT, or FCP_RJT, which looks the same. */
  public boolean isRejected() {
    return isLinkReply() && unit().u8(0) == Els.LS_RJT;
  }

  private boolean isLinkReply() {
    int routing = unit().routing();
    return routing == RawFrame.ELS_REPLY || routing == RawFrame.FC4_REPLY;
  }

  /** Asks for LS_ACC of at least {@code bytes}. */
  public RawUnit accepted(int bytes) {
    if (!isAccepted() || unit().length() < bytes) {
      throw CaseEnd.fail(
          what + " is to be answered by LS_ACC of " + bytes + " bytes; came " + unit() + ".");
    }
    return unit();
  }

  /** Asks for LS_RJT. */
  public LinkReply rejected() {
    if (!isRejected()) {
      throw CaseEnd.fail(what + " is to be answered by LS_RJT; came " + unit() + ".");
    }
    return this;
  }

  /** Asks for LS_RJT with one of these reason codes. */
  public LinkReply rejected(int... reasons) {
    rejected();
    for (int reason : reasons) {
      if (unit().u8(5) == reason) {
        return this;
      }
    }
    throw CaseEnd.fail(
        what
            + " is to be rejected with reason "
            + Bytes.h(reasons[0])
            + "; came "
            + Bytes.h(unit().u8(5))
            + "/"
            + Bytes.h(unit().u8(6))
            + ".");
  }

  /** Asks that the rejection has this reason code explanation. */
  public LinkReply explained(int explanation) {
    if (unit().u8(6) != explanation) {
      throw CaseEnd.fail(
          what
              + " is to be rejected with explanation "
              + Bytes.h(explanation)
              + "; came "
              + Bytes.h(unit().u8(5))
              + "/"
              + Bytes.h(unit().u8(6))
              + ".");
    }
    return this;
  }

  /** Asks for BA_ACC of 12 bytes. */
  public RawUnit abortAccepted() {
    if (unit().routing() != RawFrame.BA_ACC || unit().length() < 12) {
      throw CaseEnd.fail(what + " is to be answered by BA_ACC of 12 bytes; came " + unit() + ".");
    }
    return unit();
  }

  /** Asks for BA_ACC or BA_RJT. */
  public RawUnit abortAnswered() {
    int routing = unit().routing();
    if (routing != RawFrame.BA_ACC && routing != RawFrame.BA_RJT) {
      throw CaseEnd.fail(what + " is to be answered by BA_ACC or BA_RJT; came " + unit() + ".");
    }
    return unit();
  }
}
