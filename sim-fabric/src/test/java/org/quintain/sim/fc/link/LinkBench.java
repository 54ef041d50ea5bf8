// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.link;

import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimReactor;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.trace.Trace;

/** A link with a sender that always has another frame, and a receiver that counts. */
final class LinkBench {
  final SimWorld world;
  final FramePool pool = new FramePool();
  final FcWeather weather;
  final FcLink link;
  final Sender sender = new Sender();
  final Receiver receiver = new Receiver();
  final int payloadBytes;
  int toSend = Integer.MAX_VALUE;
  long sent;

  LinkBench(long seed, LinkProfile profile, FcFaults faults, int payloadBytes) {
    this.payloadBytes = payloadBytes;
    world =
        new SimWorld(
            seed, 2, MailboxDelay.usual(), new Trace(), new WorldLimits(50_000_000, 1L << 60));
    weather = new FcWeather(faults);
    link = new FcLink(world, "link/0", profile, weather, pool, FcLink.noTap(), sender, receiver);
    world.addInvariant(nowNs -> link.check());
    link.comeUp();
  }

  /** Sends numbered frames as long as there is room. */
  final class Sender implements LinkClient {
    int losses;

    @Override
    public SimReactor reactor() {
      return world.reactor(0);
    }

    @Override
    public boolean cutsThrough() {
      return false;
    }

    @Override
    public void onFrame(long nowNs, LinkEnd at, LinkFrame frame) {
      at.finish(nowNs, frame);
    }

    @Override
    public void onRoom(long nowNs, LinkEnd at) {
      while (sent < toSend && at.hasRoom()) {
        LinkFrame frame = pool.take();
        int length = 24 + payloadBytes + 4;
        frame.bytes().putInt(16, (int) sent);
        frame.bytes().putInt(20, (int) sent);
        CRC32 crc = new CRC32();
        crc.update(frame.array(), 0, length - 4);
        frame.bytes().putInt(length - 4, (int) crc.getValue());
        sent++;
        at.send(nowNs, frame.set(length, 0, 0));
      }
    }

    @Override
    public void onLinkUp(long nowNs, LinkEnd at) {
      onRoom(nowNs, at);
    }

    @Override
    public void onLinkDown(long nowNs, LinkEnd at) {
      losses++;
    }
  }

  /** Takes frames, each with a look at its CRC. */
  final class Receiver implements LinkClient {
    long good;
    long bad;
    long outOfOrder;
    long lastNumber = -1;

    @Override
    public @Nullable SimReactor reactor() {
      return world.reactor(1);
    }

    @Override
    public boolean cutsThrough() {
      return false;
    }

    @Override
    public void onFrame(long nowNs, LinkEnd at, LinkFrame frame) {
      CRC32 crc = new CRC32();
      int length = frame.lengthBytes();
      crc.update(frame.array(), 0, length - 4);
      if ((int) crc.getValue() == frame.bytes().getInt(length - 4)) {
        good++;
        long number = frame.bytes().getInt(20);
        outOfOrder += number <= lastNumber ? 1 : 0;
        lastNumber = Math.max(lastNumber, number);
      } else {
        bad++;
      }
      at.finish(nowNs, frame);
    }

    @Override
    public void onRoom(long nowNs, LinkEnd at) {
      // It sends nothing.
    }

    @Override
    public void onLinkUp(long nowNs, LinkEnd at) {
      // It waits.
    }

    @Override
    public void onLinkDown(long nowNs, LinkEnd at) {
      // It goes on waiting.
    }
  }
}
