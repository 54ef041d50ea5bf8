// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.wire.Gid;

/**
 * One {@code TARGET} of {@code TARGET_DRIVER ib_srpt}: an SRP port on RoCEv2.
 *
 * @param line where it stands, for messages
 * @param name its name as it was written: the port's GID, or its GUID
 * @param guid its GUID: the name's last 64 bits, which are identifier extension, GUID of the I/O
 *     controller and service identifier, as with SCST
 * @param link what carries its packets
 * @param rdmaCmPort {@code rdma_cm_port}: the port number that initiators ask for
 * @param relativeTargetId {@code rel_tgt_id}, 1 to 65,535
 * @param luns what initiators see that no group names
 * @param groups in the order in which they are tried, by the initiators' names
 */
public record SrpTargetConfig(
    int line,
    String name,
    long guid,
    Link link,
    int rdmaCmPort,
    int relativeTargetId,
    List<TargetConfig.LunConfig> luns,
    List<TargetConfig.GroupConfig> groups)
    implements MappedTarget {

  /** Makes the lists immutable. */
  public SrpTargetConfig {
    luns = List.copyOf(luns);
    groups = List.copyOf(groups);
  }

  /** What of it stays as it is while it is served: all but its LUNs, groups and lines. */
  SrpTargetConfig fixed() {
    return new SrpTargetConfig(
        0, name, guid, link, rdmaCmPort, relativeTargetId, List.of(), List.of());
  }

  /**
   * What carries packets: the UDP port 4791 of an address of this machine, or Ethernet frames as
   * datagrams between two UDP addresses.
   *
   * @param address our IP address
   * @param local where frames come as datagrams; null for packets by the system's own UDP
   * @param remote where they go; null as {@code local}
   */
  public record Link(
      InetAddress address, @Nullable InetSocketAddress local, @Nullable InetSocketAddress remote) {
    /** Whether {@code other} would take the same packets. */
    boolean isOf(Link other) {
      return local == null
          ? other.local == null && address.equals(other.address)
          : local.equals(other.local);
    }

    /** The identifier that the port has. */
    public Gid gid() {
      Gid gid = Gid.parse(address.getHostAddress());
      if (gid == null) {
        throw new IllegalArgumentException(address + " is no address of a port.");
      }
      return gid;
    }
  }
}
