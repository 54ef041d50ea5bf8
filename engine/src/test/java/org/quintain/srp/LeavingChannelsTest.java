// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.quintain.ib.bare.BareMessagePort;
import org.quintain.initiator.MessagePort;
import org.quintain.initiator.MessagePort.Channel;
import org.quintain.initiator.MessagePort.Memory;
import org.quintain.initiator.MessagePort.State;
import org.quintain.srp.target.SrpCounter;
import org.quintain.srp.target.SrpTargetSettings;
import org.quintain.srp.wire.DataBufferFormat;
import org.quintain.srp.wire.SrpLoginRequest;
import org.quintain.srp.wire.SrpPortIdentifier;
import org.quintain.testing.HeldStore;
import org.quintain.wire.Gid;

/**
 * Initiators that send on several channels at once all that they may, and leave while requests wait
 * for tasks.
 */
final class LeavingChannelsTest {
  private static final int RECEIVES = 300;
  private static final int RECEIVE_BYTES = 512;
  private static final int COMMANDS = 32;
  private static final int UNIT_ATTENTIONS = 5;
  private static final int STEPS_MAX = 10_000;
  private static final int BLOCK = SrpPair.BLOCK_BYTES;

  /** A whole table of memory descriptors stands elsewhere; none of them is in the command. */
  private static final int INDIRECT_IN = 0x02;

  /** One initiator and its target. */
  private static final class LeavingInitiator {
    private final Random random;
    private final HeldStore store;
    private final SrpPair pair;
    private final MessagePort port;
    private final Memory data;
    private final Memory table;
    private long tag;

    LeavingInitiator(long seed) {
      random = new Random(seed);
      store = new HeldStore(SrpPair.BLOCKS * BLOCK, false);
      pair = new SrpPair(store, SrpTargetSettings.DEFAULTS);
      pair.rdma.random = new Random(random.nextLong());
      byte[] target = bytes(SrpPair.TARGET);
      port =
          new BareMessagePort(
              pair.world,
              pair.initiatorRdma,
              Gid.ofPortGuid(SrpPair.TARGET_GUID),
              SrpPair.SERVICE,
              target,
              bytes(SrpPair.INITIATOR),
              () -> {});
      data = port.register(4 * BLOCK, true, true);
      table = port.register(16, true, false);
      table.fill(descriptor(data, 4 * BLOCK));
    }

    private static byte[] bytes(SrpPortIdentifier identifier) {
      byte[] bytes = new byte[SrpPortIdentifier.LENGTH_BYTES];
      identifier.write(ByteBuffer.wrap(bytes), 0);
      return bytes;
    }

    private static byte[] descriptor(Memory memory, int lengthBytes) {
      ByteBuffer bytes = ByteBuffer.allocate(16);
      bytes.putLong(0, memory.address()).putInt(8, memory.key()).putInt(12, lengthBytes);
      return bytesOf(bytes);
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.capacity()];
      buffer.get(0, bytes);
      return bytes;
    }

    private Channel logIn(boolean isAnother) {
      byte[] login = new byte[SrpLoginRequest.LENGTH_BYTES];
      new SrpLoginRequest(
              1,
              1024,
              DataBufferFormat.DIRECT_BIT | DataBufferFormat.INDIRECT_BIT,
              isAnother ? SrpLoginRequest.MULTIPLE_CHANNELS : SrpLoginRequest.SINGLE_CHANNEL,
              0,
              SrpPair.INITIATOR,
              SrpPair.TARGET)
          .write(ByteBuffer.wrap(login), 0);
      Channel channel = port.connect(login, RECEIVES, RECEIVE_BYTES);
      assertThat(channel.awaitAnswer(SrpPair.TIMEOUT_NS)).isTrue();
      assertThat(channel.state()).isEqualTo(State.ESTABLISHED);
      pair.world.settle();
      return channel;
    }

    private byte[] unit(int type, int lengthBytes) {
      ByteBuffer unit = ByteBuffer.allocate(lengthBytes);
      unit.put(0, (byte) type).putLong(8, ++tag);
      return bytesOf(unit);
    }

    private byte[] request() {
      return switch (random.nextInt(5)) {
        case 0 -> ready();
        case 1 -> {
          byte[] function = unit(0x01, 48);
          function[30] = 0x02; // ABORT TASK SET.
          yield function;
        }
        case 2 -> read();
        default -> {
          ByteBuffer indirect = ByteBuffer.allocate(20);
          indirect.put(0, descriptor(table, 16)).putInt(16, 4 * BLOCK);
          yield read(INDIRECT_IN, bytesOf(indirect));
        }
      };
    }

    private byte[] read() {
      return read(0x01, descriptor(data, BLOCK));
    }

    private byte[] read(int format, byte[] descriptor) {
      ByteBuffer unit = ByteBuffer.allocate(48 + descriptor.length);
      unit.put(0, unit(0x02, 48)).put(48, descriptor);
      unit.put(5, (byte) format).put(32, (byte) 0x28).put(40, (byte) 1);
      return bytesOf(unit);
    }

    private void send(Channel channel, int times, Supplier<byte[]> unit) {
      for (int left = times; left > 0; left--) {
        channel.send(unit.get());
      }
    }

    private byte[] ready() {
      return unit(0x02, 48);
    }

    private byte[] logout() {
      return unit(0x03, 16);
    }

    /**
     * Two channels have all commands that the nexus can have, one of which is over but for its
     * data, when both of them leave.
     */
    private void leaveFullOfCommands() {
      Channel one = logIn(false);
      Channel other = logIn(true);
      send(one, UNIT_ATTENTIONS, this::ready);
      pair.world.settle();
      pair.rdma.random = null;
      store.hold(true);
      long aborted = tag + 1;
      send(one, COMMANDS / 2, this::read);
      send(other, COMMANDS / 2 - 1, this::read);
      pair.world.settle();
      pair.rdma.held = pair.targetRdma;
      one.send(read());
      stepUntil(() -> store.heldCount() == COMMANDS);
      pair.world.on(0, () -> store.release(pair.world.nowNs(), COMMANDS - 1));
      byte[] abortTask = unit(0x01, 48);
      abortTask[30] = 0x01;
      ByteBuffer.wrap(abortTask).putLong(32, aborted);
      one.send(abortTask);
      one.send(read());
      one.send(logout());
      other.send(ready());
      other.send(logout());
      stepUntil(() -> pair.target.counters().value(SrpCounter.REQUESTS_HELD_BACK) == 4);
      pair.rdma.held = null;
      pair.world.settle();
      pair.world.on(0, () -> store.releaseAll(pair.world.nowNs()));
      checkIdle();
    }

    private void stepUntil(BooleanSupplier condition) {
      for (int left = STEPS_MAX; left > 0 && !condition.getAsBoolean(); left--) {
        pair.world.step();
      }
      assertThat(condition.getAsBoolean()).isTrue();
    }

    private void step(int most) {
      for (int left = random.nextInt(most); left > 0; left--) {
        pair.world.step();
        if (store.heldCount() > 0 && random.nextInt(3) == 0) {
          int one = random.nextInt(store.heldCount());
          pair.world.on(0, () -> store.release(pair.world.nowNs(), one));
        }
      }
    }

    private void comeAndGo() {
      List<Channel> channels = new ArrayList<>();
      store.hold(true);
      int count = 2 + random.nextInt(3);
      while (channels.size() < count) {
        channels.add(logIn(!channels.isEmpty()));
      }
      for (int round = random.nextInt(3); round >= 0; round--) {
        for (Channel channel : channels) {
          for (int left = random.nextInt(60); left > 0; left--) {
            channel.send(request());
          }
        }
        step(40);
      }
      for (Channel channel : channels) {
        channel.send(logout());
      }
      step(400);
      pair.world.on(0, () -> store.releaseAll(pair.world.nowNs()));
      for (Channel channel : channels) {
        assertThat(channel.awaitOver(SrpPair.TIMEOUT_NS)).isTrue();
      }
      checkIdle();
    }

    private void checkIdle() {
      pair.world.settle();
      pair.device.checkIdle();
      assertThat(pair.target.nexuses()).isEmpty();
      assertThat(pair.target.tasksInUse()).isZero();
      assertThat(pair.target.channelsInUse()).isZero();
      assertThat(pair.target.workInUse()).isZero();
    }
  }

  @Test
  void losesANexusOnceWhenOneLogoutLetsAnotherGoOn() {
    new LeavingInitiator(1).leaveFullOfCommands();
  }

  @Property(seed = "143", tries = 60)
  void nothingIsLeftOfChannelsThatLeaveWhileRequestsWait(@ForAll long seed) {
    LeavingInitiator initiator = new LeavingInitiator(seed);
    initiator.comeAndGo();
    initiator.comeAndGo();
  }
}
