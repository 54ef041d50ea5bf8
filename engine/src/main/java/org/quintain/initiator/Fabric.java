// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import org.jspecify.annotations.Nullable;
import org.quintain.reactor.World;

/**
 * One fabric with one target on it, opened by URL. Where the target is ours and lives in this
 * process (direct, simulated), opening the fabric made it.
 */
public interface Fabric extends AutoCloseable {
  /** The URL it was opened by, secrets masked. */
  String url();

  /** The world its ports live in. */
  World world();

  /** The logical unit the URL names, or LUN 0. */
  long lun();

  /**
   * Establishes an I_T nexus (iSCSI: login) from the initiator device {@code initiatorName}; each
   * call is another nexus.
   *
   * @throws FabricException with one sentence when the nexus cannot be had
   */
  InitiatorPort connect(String initiatorName) throws FabricException;

  /**
   * A bare byte stream to the target's portal, for suites that speak the transport themselves; null
   * where the fabric has none.
   *
   * @throws FabricException with one sentence when the target cannot be reached
   */
  @Nullable ByteStream openByteStream() throws FabricException;

  /** Names of the target as the transport has them (iSCSI: the iqn), empty where there is none. */
  String targetName();

  /**
   * What can be done to the target from outside the protocol, such as power loss; null where
   * nothing can.
   */
  default @Nullable TargetControl control() {
    return null;
  }

  @Override
  void close();
}
