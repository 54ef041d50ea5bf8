// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Name servers that are away, silent or mad are nothing to those who use a target. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NameServerTest {
  private static String configuration(int port, String attribute) {
    return """
        HANDLER vdisk_ram {
          DEVICE memory {
            size_mb 16
          }
        }
        TARGET_DRIVER iscsi {
          enabled 1
          portal 127.0.0.1:0
          iSNSServer 127.0.0.1:%d
          %s
          TARGET %s {
            enabled 1
            LUN 0 memory
          }
        }
        """
        .formatted(port, attribute, Target.NAME);
  }

  /** Collects what the operator is told. */
  private static final class Notices implements ServeListener {
    final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    @Override
    public void onNotice(String sentence) {
      all.add(sentence);
    }

    @Override
    public void onListening(InetSocketAddress portal, List<String> targetNames) {}

    @Override
    public void onFault(String sentence) {
      all.add(sentence);
    }
  }

  private static IscsiServer start(String configuration, Notices notices) throws Exception {
    return IscsiServer.start(
        org.quintain.hardware.config.ServeConfig.parse("test.conf", configuration), notices);
  }

  private static void isServed(IscsiServer server) throws Exception {
    try (RawInitiator peer = RawInitiator.toTarget(server.portals().get(0), Target.NAME)) {
      assertThat(peer.loginStatus()).isZero();
    }
  }

  @Test
  void aServerThatIsAwayIsToldOfOnceAndTheTargetServes() throws Exception {
    Notices notices = new Notices();
    // Bound and not listening: nobody else can get the port.
    try (Socket bound = bound();
        IscsiServer server = start(configuration(bound.getLocalPort(), ""), notices)) {
      int port = bound.getLocalPort();
      assertThat(notices.all.poll(60, TimeUnit.SECONDS))
          .startsWith("The name server 127.0.0.1:" + port + " is asked again later: ");
      isServed(server);
      TimeUnit.MILLISECONDS.sleep(1200);
      assertThat(notices.all).isEmpty();
    }
  }

  private static Socket bound() throws IOException {
    Socket bound = new Socket();
    bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return bound;
  }

  @Test
  void aServerThatSpeaksAnotherProtocolIsLeft() throws Exception {
    Notices notices = new Notices();
    try (ServerSocket mad = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        IscsiServer server = start(configuration(mad.getLocalPort(), ""), notices);
        Socket peer = mad.accept()) {
      peer.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes("US-ASCII"));
      peer.getInputStream().readAllBytes();
      assertThat(notices.all.poll(60, TimeUnit.SECONDS)).contains("does not speak iSNSP");
      isServed(server);
    }
  }

  @Test
  void aServerThatSaysNothingHoldsUpNeitherServingNorStopping() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      IscsiServer server = start(configuration(silent.getLocalPort(), ""), new Notices());
      try (Socket peer = silent.accept()) {
        assertThat(peer.getInputStream().read()).isZero();
        isServed(server);
      } finally {
        server.close();
      }
    }
  }

  @Test
  void nobodyGetsInBeforeTheServerWasAskedForAccessControl() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        IscsiServer server =
            start(configuration(silent.getLocalPort(), "isns_access_control 1"), new Notices());
        RawInitiator peer = RawInitiator.toTarget(server.portals().get(0), Target.NAME)) {
      assertThat(peer.loginStatus()).isEqualTo(0x0202);
    }
  }

  @Test
  void knownInitiatorsAreComparedAsNamesAre() {
    KnownInitiators known = new KnownInitiators();
    assertThat(known.allows("iqn.2026-11.a:b", "iqn.2026-11.a:c")).isTrue();
    known.asked(true);
    assertThat(known.allows("iqn.2026-11.a:b", "iqn.2026-11.a:c")).isFalse();
    known.put("iqn.2026-11.A:B", Set.of("iqn.2026-11.a:C", "no name"));
    assertThat(known.allows("iqn.2026-11.a:b", "iqn.2026-11.a:c")).isTrue();
    assertThat(known.allows("iqn.2026-11.a:b", "iqn.2026-11.a:d")).isFalse();
    known.asked(false);
    known.asked(true);
    assertThat(known.allows("iqn.2026-11.a:b", "iqn.2026-11.a:c")).isFalse();
  }
}
