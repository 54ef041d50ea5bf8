// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quintain.fc.login.FcPort;
import org.quintain.fc.login.FcPortOptions;
import org.quintain.fc.login.NPort;
import org.quintain.fc.login.NPortIdentity;
import org.quintain.hardware.ethernet.DatagramLink;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.Transport;

/** Two ports at the ends of an Ethernet cable that is made of datagrams. */
@Timeout(300)
final class NeighbourPortTest {
  private static final long LOWER = 0x200002000000000AL;
  private static final long HIGHER = 0x200002000000000BL;

  /** Below what Linux gives out by itself (32768 and up). */
  private static int nextPort = 20_000;

  private final List<End> ends = new ArrayList<>();

  private static final class End implements AutoCloseable {
    final NettyReactor reactor;
    final LoginNotes notes;
    final FcPort port = new FcPort(FcPortOptions.DEFAULT);
    final FcoePort driver;
    final NPort nPort;

    End(
        int index,
        long portName,
        boolean seeks,
        InetSocketAddress local,
        InetSocketAddress remote,
        int dataBytesMax)
        throws IOException {
      reactor = new NettyReactor(index, Transport.choose("auto").transport(), "fcoe-" + index);
      notes = new LoginNotes(seeks);
      nPort = port.addNPort(0, new NPortIdentity(portName, portName - 1, "end " + index), notes);
      DatagramLink link =
          new DatagramLink(reactor, local, remote, portName & 0xFFFF_FFFF_FFFFL, dataBytesMax);
      link.bind();
      driver =
          FcoePort.amongNeighbours(
              reactor,
              link,
              port,
              nPort.identity(),
              seeks ? FipMessage.FCP_INITIATOR : FipMessage.FCP_TARGET,
              new Random(index)::nextInt,
              portId -> false);
      reactor.post(driver::open);
    }

    @Override
    public void close() {
      reactor.post(nowNs -> driver.close());
      reactor.close();
    }
  }

  @AfterEach
  void closeAll() {
    ends.forEach(End::close);
  }

  /** A UDP address of loopback that only this process uses, and only once. */
  private static InetSocketAddress freePort() {
    long process = ProcessHandle.current().pid();
    String address =
        "127.%d.%d.%d".formatted(128 + (process >> 16 & 0x3F), process >> 8 & 0xFF, process & 0xFF);
    return new InetSocketAddress(address, nextPort++);
  }

  private void connect(int dataBytesMax) throws IOException {
    InetSocketAddress one = freePort();
    InetSocketAddress other = freePort();
    ends.add(new End(0, LOWER, false, one, other, dataBytesMax));
    ends.add(new End(1, HIGHER, true, other, one, dataBytesMax));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int tries = 0; tries < 24_000 && !condition.getAsBoolean(); tries++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private boolean onReactor(End end, BooleanSupplier asked) throws InterruptedException {
    AtomicBoolean answer = new AtomicBoolean();
    AtomicBoolean isThere = new AtomicBoolean();
    end.reactor.post(
        nowNs -> {
          answer.set(asked.getAsBoolean());
          isThere.set(true);
        });
    await(isThere::get);
    return answer.get();
  }

  @Test
  void findsTheOtherAndLogsIn() throws Exception {
    connect(2_500);

    await(() -> ends.get(1).notes.told.size() == 1);

    assertThat(ends.get(1).notes.told).containsExactly("granted " + Long.toHexString(LOWER));
    assertThat(ends.get(0).notes.told).containsExactly("asked " + Long.toHexString(HIGHER));
    assertThat(onReactor(ends.get(0), () -> ends.get(0).nPort.portId() == 0x0A)).isTrue();
    assertThat(ends.get(0).driver.badFrames() + ends.get(1).driver.badFrames()).isZero();
    assertThat(ends.get(0).driver.framePayloadMax()).isEqualTo(2_112);
  }

  @Test
  void logsInOverALinkWithShortFrames() throws Exception {
    connect(1_500);

    await(() -> ends.get(1).notes.told.size() == 1);

    assertThat(ends.get(1).notes.told).containsExactly("granted " + Long.toHexString(LOWER));
    assertThat(ends.get(0).driver.framePayloadMax()).isEqualTo(1_452);
  }

  @Test
  void tellsOfALogout() throws Exception {
    connect(2_500);
    await(() -> ends.get(1).notes.told.size() == 1);
    End target = ends.get(0);

    target.reactor.post(
        nowNs -> target.nPort.peers().forEach(peer -> target.nPort.logOut(nowNs, peer)));

    await(() -> ends.get(1).notes.told.contains("out " + Long.toHexString(LOWER)));
  }
}
