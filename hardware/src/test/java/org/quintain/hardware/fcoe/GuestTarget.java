// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.fcp.target.FcpTargetSettings;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.Transport;
import org.quintain.store.RamStore;
import org.quintain.target.LunMap;
import org.quintain.target.TargetDevice;
import org.quintain.target.TargetDeviceConfig;
import org.quintain.target.TargetPort;
import org.quintain.target.TargetPortConfig;

/** A RAM disk at the end of a cable to a guest's network card, until it is ended. */
public final class GuestTarget {
  private static final long NAME = 0x200002000000000AL;
  private static final int DISK_BYTES = 160 << 20;
  private static final int DATA_BYTES_MAX = 2_500;

  private GuestTarget() {}

  /** Arguments: our UDP port, the guest's, both on loopback. */
  public static void main(String[] arguments) throws Exception {
    InetSocketAddress local = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
    InetSocketAddress remote = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[1]));
    NettyReactor reactor = new NettyReactor(0, Transport.choose("auto").transport(), "fcoe");
    TargetDevice device = new TargetDevice(TargetDeviceConfig.production(), reactor);
    LunMap map =
        LunMap.builder()
            .map(
                0,
                device.addLogicalUnit(
                    LogicalUnitConfig.named("disk").build(), new RamStore(DISK_BYTES)))
            .build();
    TargetPort port = device.addPort(new TargetPortConfig("20:00:02:00:00:00:00:0a", 1, map));
    DatagramLink link = new DatagramLink(reactor, local, remote, 0x0200_0000_000AL, DATA_BYTES_MAX);
    link.bind();
    FcoeTarget target =
        new FcoeTarget(
            reactor,
            link,
            port,
            new NPortIdentity(NAME, 0x100002000000000AL, "Quintain"),
            FcpTargetSettings.DEFAULTS);
    reactor.post(target::open);
    System.out.println("open");
    while (true) {
      TimeUnit.SECONDS.sleep(2);
      reactor.post(
          nowNs ->
              System.out.println(
                  target.isUp() + " " + target.nexuses().size() + " bad " + target.badFrames()));
    }
  }
}
