// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quintain.sam.Check;

@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamDriverTest {
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

  static Stream<Transport> transports() {
    return Stream.of(Transport.values()).filter(Transport::isAvailable);
  }

  /** A reactor with a listener of echo endpoints. */
  private static final class EchoServer implements AutoCloseable {
    final NettyReactor reactor;
    final StreamListener listener;
    final List<EchoEndpoint> endpoints = new ArrayList<>();

    EchoServer(Transport transport) throws IOException {
      reactor = new NettyReactor(0, transport, "echo");
      listener =
          StreamListener.open(
              reactor,
              ANY_PORT,
              () -> {
                EchoEndpoint endpoint = new EchoEndpoint(endpoints.size());
                synchronized (endpoints) {
                  endpoints.add(endpoint);
                }
                return endpoint;
              });
    }

    EchoEndpoint endpoint(int index) {
      awaitTrue(() -> size() > index);
      synchronized (endpoints) {
        return endpoints.get(index);
      }
    }

    private int size() {
      synchronized (endpoints) {
        return endpoints.size();
      }
    }

    Socket connect() throws IOException {
      Socket socket = new Socket();
      socket.connect(listener.localAddress(), 60_000);
      return socket;
    }

    @Override
    public void close() {
      listener.close();
      reactor.close();
    }
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 60 s").isLessThan(end);
      try {
        Thread.sleep(1);
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Thread sender(Socket socket, byte[] data, long seed) {
    Thread thread =
        new Thread(
            () -> {
              Random random = new Random(seed);
              try {
                OutputStream out = socket.getOutputStream();
                int at = 0;
                while (at < data.length) {
                  int length = Math.min(data.length - at, 1 + random.nextInt(150_000));
                  out.write(data, at, length);
                  at += length;
                }
                socket.shutdownOutput();
              } catch (IOException broken) {
                throw new IllegalStateException(broken);
              }
            });
    thread.start();
    return thread;
  }

  @ParameterizedTest
  @MethodSource("transports")
  void echoesEveryByteInOrderAndEndsAfterTheLast(Transport transport) throws Exception {
    byte[] data = bytes(6_000_000, 7);
    try (EchoServer server = new EchoServer(transport);
        Socket socket = server.connect()) {
      Thread sender = sender(socket, data, 11);
      byte[] back = new DataInputStream(socket.getInputStream()).readAllBytes();
      sender.join();
      assertThat(Arrays.equals(back, data)).isTrue();
      EchoEndpoint endpoint = server.endpoint(0);
      awaitTrue(() -> endpoint.disconnectReason != null);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void stopsReadingWhileTheEndpointIsFullAndLosesNothing(Transport transport) throws Exception {
    byte[] data = bytes(20_000_000, 3);
    try (EchoServer server = new EchoServer(transport);
        Socket socket = server.connect()) {
      Thread sender = sender(socket, data, 5);
      // The peer reads nothing: what is on its way is bounded by socket buffers and the backlog.
      EchoEndpoint endpoint = server.endpoint(0);
      awaitTrue(() -> endpoint.fullCount > 0);
      byte[] back = socket.getInputStream().readAllBytes();
      sender.join();
      assertThat(Arrays.equals(back, data)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void tellsTheEndpointOfAReset(Transport transport) throws Exception {
    try (EchoServer server = new EchoServer(transport)) {
      Socket socket = server.connect();
      socket.getOutputStream().write(new byte[100]);
      EchoEndpoint endpoint = server.endpoint(0);
      socket.setSoLinger(true, 0);
      socket.close();
      awaitTrue(() -> endpoint.disconnectReason != null);
      assertThat(endpoint.disconnectReason).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void callsTheEndpointAtItsDeadline(Transport transport) throws Exception {
    try (EchoServer server = new EchoServer(transport);
        Socket socket = server.connect()) {
      EchoEndpoint endpoint = server.endpoint(0);
      awaitTrue(() -> endpoint.wire != null);
      server.reactor.post(
          nowNs -> {
            endpoint.deadline(nowNs + 20_000_000);
            endpoint.wire.markReady();
          });
      awaitTrue(() -> endpoint.deadlines == 1);
      assertThat(endpoint.wire.peerAddress()).isEqualTo("127.0.0.1:" + socket.getLocalPort());
      assertThat(endpoint.wire.localAddress()).isEqualTo("127.0.0.1:" + socket.getPort());
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void servesOtherStreamsWhileOneIsStuck(Transport transport) throws Exception {
    byte[] data = bytes(300_000, 1);
    try (EchoServer server = new EchoServer(transport);
        Socket stuck = server.connect()) {
      sender(stuck, bytes(3_000_000, 2), 2);
      for (int round = 0; round < 20; round++) {
        try (Socket socket = server.connect()) {
          Thread sender = sender(socket, data, round);
          assertThat(Arrays.equals(socket.getInputStream().readAllBytes(), data)).isTrue();
          sender.join();
        }
      }
      assertThat(Arrays.equals(stuck.getInputStream().readAllBytes(), bytes(3_000_000, 2)))
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aBrokenInvariantStopsEveryStreamOfTheReactorAndTellsItsListener(Transport transport)
      throws Exception {
    try (EchoServer server = new EchoServer(transport);
        Socket one = server.connect();
        Socket other = server.connect()) {
      CountDownLatch told = new CountDownLatch(1);
      server.reactor.faultListener(broken -> told.countDown());
      server.endpoint(1);
      server.reactor.post(nowNs -> Check.that(false, "this test breaks an invariant"));
      assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
      for (Socket socket : List.of(one, other)) {
        assertThatThrownBy(
                () -> {
                  if (socket.getInputStream().read() < 0) {
                    throw new IOException("ended");
                  }
                })
            .isInstanceOf(IOException.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void saysInOneSentenceThatAPortIsInUse(Transport transport) throws Exception {
    try (EchoServer server = new EchoServer(transport)) {
      int port = server.listener.localAddress().getPort();
      assertThatThrownBy(
              () ->
                  StreamListener.open(
                      server.reactor, server.listener.localAddress(), () -> new EchoEndpoint(0)))
          .hasMessage("Portal 127.0.0.1:" + port + " is in use by another program.");
    }
  }

  @Test
  void dialsAnEndpointToAnEndpoint() throws Exception {
    try (EchoServer server = new EchoServer(Transport.NIO);
        NettyReactor reactor = new NettyReactor(1, Transport.NIO, "dial")) {
      EchoEndpoint here = new EchoEndpoint(99);
      new StreamDialler(reactor)
          .dial(server.listener.localAddress(), here, TimeUnit.SECONDS.toNanos(60));
      EchoEndpoint there = server.endpoint(0);
      awaitTrue(() -> here.wire != null && there.wire != null);
      assertThat(here.wire.peerAddress()).isEqualTo(there.wire.localAddress());
    }
  }

  @Test
  void saysInOneSentenceThatNobodyListens() throws Exception {
    // Bound and not listening: nobody else can get the port.
    try (Socket bound = new Socket()) {
      bound.bind(ANY_PORT);
      InetSocketAddress nobody = (InetSocketAddress) bound.getLocalSocketAddress();
      assertThatThrownBy(() -> StreamDialler.connect(nobody, TimeUnit.SECONDS.toNanos(60)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("takes no connection");
    }
  }
}
