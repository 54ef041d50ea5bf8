// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.ethernet.MacAddress;

/**
 * One Ethernet link for several ports, each of which takes it for a link of its own with an address
 * of its own. What one of them sends the others don't see. Lives on the link's reactor.
 */
public final class SharedLink implements EthernetLink.Receiver, AutoCloseable {
  private static final int UNUSED = 0;

  private final EthernetLink link;
  private Tap[] taps = new Tap[0];
  private boolean isOpen;

  /** The sharing of {@code link}, which is not open. */
  public SharedLink(EthernetLink link) {
    this.link = link;
  }

  /** The address of the link itself. */
  public long address() {
    return link.address();
  }

  /** The link as a port with {@code address} sees it. May be called by any thread. */
  public EthernetLink port(long address) {
    return new Tap(address);
  }

  @Override
  public void onEthernetFrame(long nowNs, ByteBuffer frame, int lengthBytes) {
    long destination = MacAddress.get(frame, 0);
    // Whoever comes or goes meanwhile makes a new array.
    for (Tap tap : taps) {
      EthernetLink.Receiver receiver = tap.receiver;
      if (receiver != null && tap.takes(destination)) {
        receiver.onEthernetFrame(nowNs, frame, lengthBytes);
      }
    }
  }

  @Override
  public void onLinkFailed(long nowNs, String reason) {
    for (Tap tap : taps) {
      EthernetLink.Receiver receiver = tap.receiver;
      if (receiver != null) {
        receiver.onLinkFailed(nowNs, reason);
      }
    }
  }

  /** Closes the link for all. */
  @Override
  public void close() {
    taps = new Tap[0];
    link.close();
  }

  private boolean isWanted(long address) {
    for (Tap tap : taps) {
      if (tap.takes(address)) {
        return true;
      }
    }
    return false;
  }

  /** One port's share. */
  private final class Tap implements EthernetLink {
    private final long address;
    private long[] also = new long[4];
    private @Nullable Receiver receiver;

    Tap(long address) {
      this.address = address;
    }

    boolean takes(long destination) {
      if (destination == address) {
        return true;
      }
      for (long each : also) {
        if (each == destination) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void open(Receiver toBeGiven) {
      receiver = toBeGiven;
      int count = taps.length;
      taps = Arrays.copyOf(taps, count + 1);
      taps[count] = this;
      if (!isOpen) {
        isOpen = true;
        link.open(SharedLink.this);
      }
      if (address != link.address()) {
        link.listenTo(address);
      }
    }

    @Override
    public void listenTo(long added) {
      if (takes(added)) {
        return;
      }
      int free = 0;
      while (free < also.length && also[free] != UNUSED) {
        free++;
      }
      if (free == also.length) {
        also = Arrays.copyOf(also, 2 * free);
      }
      also[free] = added;
      link.listenTo(added);
    }

    @Override
    public void ignore(long removed) {
      for (int index = 0; index < also.length; index++) {
        if (also[index] == removed) {
          also[index] = UNUSED;
        }
      }
      if (removed != link.address() && !isWanted(removed)) {
        link.ignore(removed);
      }
    }

    @Override
    public long roomAtNs(long nowNs) {
      return link.roomAtNs(nowNs);
    }

    @Override
    public boolean send(ByteBuffer frame, int lengthBytes) {
      return link.send(frame, lengthBytes);
    }

    @Override
    public long address() {
      return address;
    }

    @Override
    public boolean stripsTags() {
      return link.stripsTags();
    }

    @Override
    public int maximumDataBytes() {
      return link.maximumDataBytes();
    }

    @Override
    public String name() {
      return link.name();
    }

    @Override
    public void close() {
      receiver = null;
      int at = Arrays.asList(taps).indexOf(this);
      if (at < 0) {
        return;
      }
      Tap[] left = new Tap[taps.length - 1];
      System.arraycopy(taps, 0, left, 0, at);
      System.arraycopy(taps, at + 1, left, at, left.length - at);
      taps = left;
      for (long each : also) {
        if (each != UNUSED) {
          ignore(each);
        }
      }
      ignore(address);
    }
  }
}
