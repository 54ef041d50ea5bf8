// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.quintain.srp.wire.LoginRejectReason;
import org.quintain.srp.wire.SrpLoginReject;
import org.quintain.wire.RejectReason;

/** Why a login was refused, in words: SRP_LOGIN_REJ (SRP r16a 6.4), or the connection's own. */
final class LoginRejection {
  private LoginRejection() {}

  /** One clause for a person. */
  static String text(int reasonCode, byte[] privateData) {
    SrpLoginReject reject =
        reasonCode == RejectReason.CONSUMER_REJECT.code()
            ? SrpLoginReject.read(ByteBuffer.wrap(privateData), 0, privateData.length)
            : null;
    if (reject != null) {
      LoginRejectReason reason = LoginRejectReason.of(reject.reasonCode());
      return reason == null
          ? String.format(
              Locale.ROOT, "the target rejects the login with reason %08xh", reject.reasonCode())
          : "the target rejects the login: " + reason.text();
    }
    RejectReason reason = RejectReason.of(reasonCode);
    return "the connection is rejected: "
        + (reason == null
            ? "reason " + reasonCode
            : reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
