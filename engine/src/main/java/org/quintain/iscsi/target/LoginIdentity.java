// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.nio.ByteBuffer;
import org.quintain.iscsi.wire.Bhs;
import org.quintain.iscsi.wire.LoginRequestPdu;

/**
 * What the first Login Request of a connection fixes (RFC 7143 6.3.1, 11.12): the names of session,
 * connection and login, which stay the same in all that follow, and the numbers that it begins
 * with.
 */
final class LoginIdentity {
  private long isid;
  private int tsih;
  private int cid;
  private int initiatorTaskTag;
  private int cmdSn;
  private int expStatSn;

  void takeFrom(ByteBuffer header, int base) {
    isid = LoginRequestPdu.isid(header, base);
    tsih = LoginRequestPdu.tsih(header, base);
    cid = LoginRequestPdu.cid(header, base);
    initiatorTaskTag = Bhs.initiatorTaskTag(header, base);
    cmdSn = Bhs.cmdSn(header, base);
    expStatSn = Bhs.expStatSn(header, base);
  }

  /** Whether a later request names the same. */
  boolean isNamedBy(ByteBuffer header, int base) {
    return LoginRequestPdu.isid(header, base) == isid
        && LoginRequestPdu.tsih(header, base) == tsih
        && LoginRequestPdu.cid(header, base) == cid
        && Bhs.initiatorTaskTag(header, base) == initiatorTaskTag;
  }

  long isid() {
    return isid;
  }

  int tsih() {
    return tsih;
  }

  /** The login has led to a session. */
  void tsih(int ofSession) {
    tsih = ofSession;
  }

  int cid() {
    return cid;
  }

  int initiatorTaskTag() {
    return initiatorTaskTag;
  }

  int cmdSn() {
    return cmdSn;
  }

  /** What a login that restarts a connection acknowledges on the old one (RFC 7143 11.12.9). */
  int expStatSn() {
    return expStatSn;
  }
}
