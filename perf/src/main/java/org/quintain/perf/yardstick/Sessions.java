// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.yardstick;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What sessions cost that do nothing: to log in, and to be there. */
final class Sessions {
  private static final Workload NOTHING = new Workload(false, true, 4096, 1);
  private static final int NUMBERS = 0xFFFF;

  private Sessions() {}

  /** Logs in and out again for {@code runNs}, once at least; answers logins in a second. */
  static double loginsPerSecond(Party party, long runNs) throws IOException {
    long beganNs = System.nanoTime();
    int count = 0;
    do {
      IscsiLogin login = new IscsiLogin();
      try (SocketChannel channel = connect(party)) {
        login.run(channel, party.target(), count % NUMBERS);
        logout(channel, login);
      }
      count++;
    } while (System.nanoTime() - beganNs < runNs);
    return count * 1e9 / (System.nanoTime() - beganNs);
  }

  private static void logout(SocketChannel channel, IscsiLogin login) throws IOException {
    ByteBuffer pdu = ByteBuffer.allocate(48);
    pdu.put(0, (byte) 0x46).put(1, (byte) 0x80).putInt(16, 1);
    pdu.putInt(24, 1).putInt(28, login.expStatSn());
    IscsiLogin.write(channel, pdu);
    IscsiLogin.read(channel, 48);
  }

  private static SocketChannel connect(Party party) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.connect(new InetSocketAddress("127.0.0.1", party.port()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  /** MiB of memory that the party's process has while {@code count} sessions stand. */
  static double memoryMiBWith(Party party, int count) throws IOException {
    List<SocketChannel> open = new ArrayList<>();
    try {
      for (int number = 0; number < count; number++) {
        SocketChannel channel = connect(party);
        open.add(channel);
        party.wire(NOTHING, true, number).open(channel);
      }
      return residentMiB(party.pid());
    } finally {
      for (SocketChannel channel : open) {
        channel.close();
      }
    }
  }

  /** Resident memory of a process (proc(5), VmRSS). */
  static double residentMiB(long pid) throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.UTF_8)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("Process " + pid + " tells nothing of its memory.");
  }
}
