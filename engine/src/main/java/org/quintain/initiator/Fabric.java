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

  /** How many target ports of the target the fabric leads to, 1 unless it says otherwise. */
  default int targetPorts() {
    return 1;
  }

  /**
   * Establishes the I_T nexus between two ports that are chosen, in place of the one that may stand
   * between them.
   *
   * @param initiatorPort tells the ports of one initiator device apart, 0 to 99: the same number is
   *     the same port (iSCSI: the same ISID) at every target port, and when it comes again
   * @param targetPort 0 for the one that {@link #connect(String)} leads to, below {@link
   *     #targetPorts()}
   * @throws FabricException with one sentence when the nexus cannot be had
   */
  default InitiatorPort connect(String initiatorName, int initiatorPort, int targetPort)
      throws FabricException {
    throw new FabricException("The fabric gives no choice of ports.");
  }

  /**
   * A bare byte stream to the target's portal, for suites that speak the transport themselves; null
   * where the fabric has none.
   *
   * @throws FabricException with one sentence when the target cannot be reached
   */
  @Nullable ByteStream openByteStream() throws FabricException;

  /**
   * A bare port beside the target's, with a link of its own that is up, for suites that speak the
   * transport in frames themselves; null where the fabric carries none. Each call is another port
   * with another name.
   *
   * @throws FabricException with one sentence when there can be no such port
   */
  default @Nullable FramePort openFramePort() throws FabricException {
    return null;
  }

  /**
   * A bare port of an RDMA adapter of its own, for suites that speak SRP in messages themselves;
   * null where the fabric carries none. Each call is another initiator port.
   *
   * @throws FabricException with one sentence when there can be no such port
   */
  default @Nullable MessagePort openMessagePort() throws FabricException {
    return null;
  }

  /**
   * A bare port beside the target's, with a link that is up, for suites that speak the transport in
   * InfiniBand packets themselves; null where the fabric carries none. Each call is another port.
   *
   * @throws FabricException with one sentence when there can be no such port
   */
  default @Nullable PacketPort openPacketPort() throws FabricException {
    return null;
  }

  /**
   * Names of the target as the transport has them (iSCSI: the iqn; Fibre Channel: the port name as
   * eight pairs of digits with colons), empty where there is none.
   */
  String targetName();

  /** What was told of the target that its transport does not tell; empty where nothing was. */
  default String told(TargetNote note) {
    return "";
  }

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
