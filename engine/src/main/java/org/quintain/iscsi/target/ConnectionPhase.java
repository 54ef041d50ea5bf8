// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.target;

import org.quintain.iscsi.wire.PduSink;

/** What takes a connection's PDUs: its login, then its full feature phase. */
interface ConnectionPhase extends PduSink {
  /** Does what can be done now that inputs were taken or room was made. */
  void pump(long nowNs);

  /** One of the connection's timers is due. */
  void onTimer(long nowNs, int timer);

  /** The connection takes and gives nothing any more. */
  void onClosed(long nowNs);
}
