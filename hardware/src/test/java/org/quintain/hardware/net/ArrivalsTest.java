// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that do not say which reactor they belong to. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ArrivalsTest {
  private static final class Counted implements Arrivals.Arrival {
    private final Arrivals arrivals;
    private final InetSocketAddress from;
    private boolean dropped;

    Counted(Arrivals arrivals, String from) {
      this.arrivals = arrivals;
      this.from = new InetSocketAddress(from, 1);
      arrivals.add(this, this.from);
    }

    @Override
    public void drop() {
      dropped = true;
      arrivals.remove(this, from);
    }
  }

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<NettyReactor> reactors = new ArrayList<>();

  @BeforeEach
  void needsEpoll() {
    assumeThat(Transport.EPOLL.isAvailable()).as("epoll, which moves connections").isTrue();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void dropsTheOldestOfAnAddressForItsNewest() {
    Arrivals arrivals = new Arrivals(new ArrivalLimits(1, 100, 2));
    Counted first = new Counted(arrivals, "10.0.0.1");
    Counted other = new Counted(arrivals, "10.0.0.2");
    Counted second = new Counted(arrivals, "10.0.0.1");
    Counted third = new Counted(arrivals, "10.0.0.1");
    assertThat(first.dropped).isTrue();
    assertThat(other.dropped || second.dropped || third.dropped).isFalse();
    assertThat(arrivals.count()).isEqualTo(3);
  }

  @Test
  void countsAnIpv6NetworkAsOneAddress() {
    Arrivals arrivals = new Arrivals(new ArrivalLimits(1, 100, 1));
    Counted first = new Counted(arrivals, "2001:db8::1");
    new Counted(arrivals, "2001:db8:0:1::1");
    assertThat(first.dropped).isFalse();
    new Counted(arrivals, "2001:db8::2");
    assertThat(first.dropped).isTrue();
  }

  @Test
  void dropsTheOldestOfAllForTheNewest() {
    Arrivals arrivals = new Arrivals(new ArrivalLimits(1, 2, 100));
    Counted first = new Counted(arrivals, "10.0.0.1");
    new Counted(arrivals, "10.0.0.2");
    new Counted(arrivals, "10.0.0.3");
    assertThat(first.dropped).isTrue();
    assertThat(arrivals.count()).isEqualTo(2);
  }

  private StreamListener listen(ArrivalLimits limits) throws IOException {
    List<StreamLane> lanes = new ArrayList<>();
    for (int index = 0; index < 2; index++) {
      NettyReactor reactor = new NettyReactor(index, Transport.EPOLL, "lane" + index);
      open.add(reactor);
      reactors.add(reactor);
      lanes.add(new StreamLane(reactor, () -> new EchoEndpoint(7)));
    }
    StreamListener listener =
        StreamListener.open(
            lanes,
            new InetSocketAddress("127.0.0.1", 0),
            (bytes, isAll) -> bytes.limit() < 2 ? StreamSorter.MORE : bytes.get(1) % 2,
            limits);
    open.add(0, listener);
    return listener;
  }

  private Socket connect(StreamListener to) throws IOException {
    Socket socket = new Socket();
    open.add(0, socket);
    socket.connect(to.localAddress(), 60_000);
    return socket;
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void dropsWhoSaysNothingUntilItsTimeIsUp() throws Exception {
    StreamListener listener = listen(new ArrivalLimits(TimeUnit.SECONDS.toNanos(1), 100, 100));
    // Nothing is accepted before all is said, so that nobody is too late to say it.
    CountDownLatch isSaid = new CountDownLatch(1);
    reactors.get(0).post(nowNs -> await(isSaid));
    Socket silent = connect(listener);
    Socket halfSilent = connect(listener);
    halfSilent.getOutputStream().write(1);
    Socket telling = connect(listener);
    telling.getOutputStream().write(new byte[] {1, 1, 9});
    isSaid.countDown();
    assertThat(telling.getInputStream().readNBytes(3)).containsExactly(1, 1, 9);
    assertThat(isEnded(silent)).isTrue();
    assertThat(isEnded(halfSilent)).isTrue();
    telling.getOutputStream().write(5);
    assertThat(telling.getInputStream().read()).isEqualTo(5);
  }

  @Test
  void letsAFloodOfSilentConnectionsPushOutItsOwn() throws Exception {
    StreamListener listener = listen(new ArrivalLimits(TimeUnit.SECONDS.toNanos(60), 8, 8));
    List<Socket> silent = new ArrayList<>();
    for (int index = 0; index < 40; index++) {
      silent.add(connect(listener));
    }
    assertThat(isEnded(silent.get(0))).isTrue();
    Socket telling = connect(listener);
    byte[] said = new byte[5000];
    said[1] = 1;
    telling.getOutputStream().write(said);
    assertThat(telling.getInputStream().readNBytes(said.length)).isEqualTo(said);
  }
}
