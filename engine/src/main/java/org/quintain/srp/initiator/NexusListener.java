// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

/** Who is told what becomes of a nexus, on its reactor. */
public interface NexusListener {
  /** All channels that the target grants are there: commands go out. */
  void onEstablished(long nowNs);

  /**
   * The nexus is lost for {@code reason}, one clear clause. Every command has ended, or ends as
   * soon as the wire lets go of its memory.
   */
  void onLost(long nowNs, String reason);

  /** Commands or functions ended. */
  void onProgress(long nowNs);
}
