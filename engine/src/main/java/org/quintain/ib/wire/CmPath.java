// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.wire;

import java.nio.ByteBuffer;
import org.quintain.wire.Gid;

/**
 * A path in a request for communication (IBA table 106): 44 bytes, of the primary path and then of
 * the alternate one. In RoCE both LIDs are FFFFh and the GIDs are the ports' (annex A17.9).
 */
public final class CmPath {
  /** How long a path is. */
  public static final int LENGTH_BYTES = 44;

  /** The primary path of a request. */
  public static final CmPath PRIMARY = new CmPath(52);

  /** The alternate path of a request; all zero when there is none. */
  public static final CmPath ALTERNATE = new CmPath(96);

  private final int at;
  private final MadField localLid;
  private final MadField remoteLid;
  private final MadField flowLabel;
  private final MadField packetRate;
  private final MadField trafficClass;
  private final MadField hopLimit;
  private final MadField serviceLevel;
  private final MadField subnetLocal;
  private final MadField localAckTimeout;

  private CmPath(int at) {
    this.at = at;
    localLid = MadField.shortAt(0).shifted(at);
    remoteLid = MadField.shortAt(2).shifted(at);
    flowLabel = MadField.bits(36, 0, 20).shifted(at);
    packetRate = MadField.bits(39, 2, 6).shifted(at);
    trafficClass = MadField.byteAt(40).shifted(at);
    hopLimit = MadField.byteAt(41).shifted(at);
    serviceLevel = MadField.bits(42, 0, 4).shifted(at);
    subnetLocal = MadField.bits(42, 4, 1).shifted(at);
    localAckTimeout = MadField.bits(43, 0, 5).shifted(at);
  }

  /** The sender's LID. */
  public MadField localLid() {
    return localLid;
  }

  /** The receiver's LID. */
  public MadField remoteLid() {
    return remoteLid;
  }

  /** The flow label of packets to the receiver. */
  public MadField flowLabel() {
    return flowLabel;
  }

  /** The rate of packets; 0 in RoCE. */
  public MadField packetRate() {
    return packetRate;
  }

  /** Traffic class. */
  public MadField trafficClass() {
    return trafficClass;
  }

  /** Hop limit. */
  public MadField hopLimit() {
    return hopLimit;
  }

  /** Service level. */
  public MadField serviceLevel() {
    return serviceLevel;
  }

  /** Whether both ends are in one subnet. */
  public MadField subnetLocal() {
    return subnetLocal;
  }

  /** How long the receiver is to wait for an acknowledgement; {@link ExponentialTime}. */
  public MadField localAckTimeout() {
    return localAckTimeout;
  }

  /** The sender's GID in the request at {@code message}. */
  public Gid localGid(ByteBuffer bytes, int message) {
    return GidBytes.read(bytes, message + at + 4);
  }

  /** The receiver's GID in the request at {@code message}. */
  public Gid remoteGid(ByteBuffer bytes, int message) {
    return GidBytes.read(bytes, message + at + 20);
  }

  /** Sets both GIDs in the request at {@code message}. */
  public void gids(ByteBuffer bytes, int message, Gid local, Gid remote) {
    GidBytes.write(bytes, message + at + 4, local);
    GidBytes.write(bytes, message + at + 20, remote);
  }
}
