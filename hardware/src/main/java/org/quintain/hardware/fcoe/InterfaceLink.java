// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.reactor.Reactor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network interface of this machine by two packet sockets, one for FCoE and one for FIP. Needs
 * the right to use packet sockets (CAP_NET_RAW). A thread for each socket waits for frames and
 * hands them to the reactor.
 */
public final class InterfaceLink implements EthernetLink {
  private static final Logger LOG = LoggerFactory.getLogger(InterfaceLink.class);
  private static final int FRAME_BUFFERS = 256;
  private static final int FRAME_BYTES_MAX = FcoeFrame.HEADER_BYTES + 9_000;
  private static final int LOOK_EVERY_MS = 200;

  private final Reactor reactor;
  private final String networkInterface;
  private final PacketSocket frames;
  private final PacketSocket fip;
  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(FRAME_BUFFERS);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean isClosed;
  private @Nullable Receiver receiver;

  /**
   * Takes the interface.
   *
   * @throws IOException with one sentence when it cannot be had
   */
  public InterfaceLink(Reactor reactor, String networkInterface) throws IOException {
    this.reactor = reactor;
    this.networkInterface = networkInterface;
    frames = new PacketSocket(networkInterface, FcoeFrame.ETHER_TYPE);
    try {
      fip = new PacketSocket(networkInterface, FipFrame.ETHER_TYPE);
    } catch (IOException refused) {
      frames.close();
      throw refused;
    }
    for (int index = 0; index < FRAME_BUFFERS; index++) {
      free.add(ByteBuffer.allocateDirect(FRAME_BYTES_MAX));
    }
  }

  @Override
  public void open(Receiver toBeGiven) {
    receiver = toBeGiven;
    start(frames, "fcoe");
    start(fip, "fip");
  }

  private void start(PacketSocket from, String kind) {
    Thread thread = new Thread(() -> receive(from), kind + "-" + networkInterface);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void receive(PacketSocket from) {
    try (from) {
      while (!isClosed) {
        ByteBuffer frame = free.take();
        int length = from.receive(frame, LOOK_EVERY_MS);
        if (length == 0) {
          free.add(frame);
        } else {
          reactor.post(nowNs -> deliver(nowNs, frame, length));
        }
      }
    } catch (IOException broken) {
      reactor.post(nowNs -> fail(nowNs, String.valueOf(broken.getMessage())));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(long nowNs, ByteBuffer frame, int length) {
    Receiver present = receiver;
    if (present != null) {
      present.onEthernetFrame(nowNs, frame, length);
    }
    free.add(frame);
  }

  private void fail(long nowNs, String reason) {
    Receiver present = receiver;
    receiver = null;
    if (present != null) {
      present.onLinkFailed(nowNs, reason);
    }
  }

  @Override
  public void listenTo(long address) {
    try {
      frames.listenTo(address);
      fip.listenTo(address);
    } catch (IOException refused) {
      LOG.warn("{}: {}", networkInterface, refused.getMessage());
    }
  }

  @Override
  public void ignore(long address) {
    try {
      frames.ignore(address);
      fip.ignore(address);
    } catch (IOException refused) {
      LOG.debug("{}: {}", networkInterface, refused.getMessage());
    }
  }

  @Override
  public long roomAtNs(long nowNs) {
    return nowNs; // The interface's queue holds back, and says so when it is full.
  }

  @Override
  public boolean send(ByteBuffer frame, int lengthBytes) {
    return frames.send(frame, lengthBytes);
  }

  @Override
  public long address() {
    return frames.address();
  }

  /**
   * Linux takes the tag off before it asks who wants the frame, where the interface has no
   * interface of that VLAN above it; where it has, the frame goes there and not here.
   */
  @Override
  public boolean stripsTags() {
    return true;
  }

  @Override
  public int maximumDataBytes() {
    return Math.min(frames.mtuBytes(), FRAME_BYTES_MAX - FcoeFrame.HEADER_BYTES);
  }

  @Override
  public String name() {
    return networkInterface;
  }

  @Override
  public void close() {
    isClosed = true;
    receiver = null;
    threads.forEach(Thread::interrupt);
  }
}
