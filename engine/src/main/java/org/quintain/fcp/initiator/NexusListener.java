// SPDX-License-Identifier: Apache-2.0
package org.quintain.fcp.initiator;

/** Who is told what becomes of a nexus, on its reactor. */
public interface NexusListener {
  /** The image pair is established: commands go out. */
  void onEstablished(long nowNs);

  /** The nexus is lost for {@code reason}, one clear clause; every command has ended. */
  void onLost(long nowNs, String reason);

  /** Commands or functions ended. */
  void onProgress(long nowNs);

  /** The target answered no ABTS: it is to be logged out (FCP-4 12.5.3). */
  void onTargetSilent(long nowNs);
}
