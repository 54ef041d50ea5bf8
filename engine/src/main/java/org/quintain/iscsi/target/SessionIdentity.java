// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import java.util.Locale;

/**
 * What makes two logins ask for the same session (RFC 7143 6.3.5): the initiator port and the
 * target port.
 *
 * @param targetName empty for a discovery session without a target
 */
record SessionIdentity(String initiatorName, long isid, String targetName, int portalGroupTag) {
  /** The SCSI name of the initiator port (RFC 7143 4.4.3.1). */
  String initiatorPortName() {
    return initiatorName + ",i,0x" + String.format(Locale.ROOT, "%012x", isid);
  }

  /** The SCSI name of the target port (RFC 7143 4.4.3.1). */
  String targetPortName() {
    return PortalGroup.portName(targetName, portalGroupTag);
  }
}
