// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.iscsi.negotiation.LoginStage;
import org.quintain.iscsi.negotiation.TextKeyList;
import org.quintain.iscsi.negotiation.TextSegments;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.IscsiOpcode;
import org.quintain.iscsi.wire.LoginRequestPdu;
import org.quintain.iscsi.wire.LoginResponsePdu;
import org.quintain.iscsi.wire.LoginStatus;

/** The Login Responses of one connection, with our text cut to their length (RFC 7143 11.13). */
final class LoginResponder {
  /** The one version that there is. */
  static final int VERSION = 0;

  private static final int SEGMENT_MAX = IscsiTargetConnection.LOGIN_DATA_SEGMENT_MAX;

  private final TargetOutput output;
  private final LoginIdentity identity;
  private final TextSegments text = new TextSegments();

  LoginResponder(TargetOutput output, LoginIdentity identity) {
    this.output = output;
    this.identity = identity;
  }

  /**
   * Whether one more response can be queued, and a refusal after it. An initiator that waits for
   * each response, as it must (RFC 7143 6.3), never finds it otherwise.
   */
  boolean hasRoom() {
    return output.transmitter().freeSlots() > 1 && output.ring().hasRoom(SEGMENT_MAX);
  }

  /** {@code keys} go out with the responses to come. */
  void load(TextKeyList keys) {
    text.load(keys);
  }

  /** Whether the next response has room for the rest of our text. */
  boolean endsText() {
    return text.remainingBytes() <= SEGMENT_MAX;
  }

  /** Whether our text has more for another response. */
  boolean hasMore() {
    return text.remainingBytes() > 0;
  }

  /** The next part of our text goes out, in {@code stage} and perhaps to {@code next}. */
  void respond(LoginStage stage, boolean transit, LoginStage next) {
    send(LoginStatus.SUCCESS, stage, transit, next);
  }

  /** A response goes out that ends the login with {@code status} (RFC 7143 11.13.5). */
  void refuse(int status, LoginStage stage) {
    text.load(new TextKeyList());
    send(status, stage, false, stage);
  }

  /** The same with {@code keys}, which fit: where the target has moved. */
  void redirect(int status, LoginStage stage, TextKeyList keys) {
    text.load(keys);
    send(status, stage, false, stage);
  }

  private void send(int status, LoginStage stage, boolean transit, LoginStage next) {
    int length = Math.min(text.remainingBytes(), SEGMENT_MAX);
    int at = length == 0 ? 0 : output.ring().take(length);
    if (length > 0) {
      text.next(output.ring().bytes(), at, length);
    }
    int base = output.begin(IscsiOpcode.LOGIN_RESPONSE);
    ByteBuffer header = output.header();
    int following = transit ? next.code() : 0;
    Bhs.flags(header, base, LoginRequestPdu.flags(transit, hasMore(), stage.code(), following));
    LoginResponsePdu.versionMax(header, base, VERSION);
    LoginResponsePdu.versionActive(header, base, VERSION);
    LoginRequestPdu.tsih(header, base, identity.tsih());
    LoginRequestPdu.isid(header, base, identity.isid());
    Bhs.initiatorTaskTag(header, base, identity.initiatorTaskTag());
    LoginResponsePdu.status(header, base, status);
    output.takeStatSn(base);
    if (length > 0) {
      output.transmitter().data(output.ring(), at, length);
    }
    output.commit();
  }
}
