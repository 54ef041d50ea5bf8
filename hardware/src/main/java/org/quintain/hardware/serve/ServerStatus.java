// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.util.List;
import java.util.Map;
import org.quintain.hardware.fcoe.FcTargetStatus;
import org.quintain.hardware.roce.SrpTargetStatus;
import org.quintain.iscsi.target.IscsiCounter;
import org.quintain.iscsi.target.SessionReport;
import org.quintain.target.CommandStatistics;

/**
 * What a server is at, as it was at one moment.
 *
 * @param connections how many connections there are, those in login included
 * @param commandsUnderWay how many commands the engine has
 * @param counters what the iSCSI node counted
 * @param sessions the sessions, by TSIH
 * @param devices the devices, in the order in which they came
 * @param goingDevices names of devices that were taken away and whose disks have not answered
 *     everything yet
 * @param fcTargets the target ports of Fibre Channel, in the order of the configuration
 * @param srpTargets those of SRP, likewise
 */
public record ServerStatus(
    int connections,
    long commandsUnderWay,
    Map<IscsiCounter, Long> counters,
    List<SessionReport> sessions,
    List<DeviceStatus> devices,
    List<String> goingDevices,
    List<FcTargetStatus> fcTargets,
    List<SrpTargetStatus> srpTargets) {

  /**
   * One device.
   *
   * @param name its name in the configuration
   * @param capacityBytes its size
   * @param statistics what its logical unit did since it came
   */
  public record DeviceStatus(String name, long capacityBytes, CommandStatistics statistics) {}
}
