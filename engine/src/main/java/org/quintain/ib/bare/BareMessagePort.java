// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.bare;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.quintain.initiator.MessagePort;
import org.quintain.reactor.ReactorTask;
import org.quintain.reactor.World;
import org.quintain.sam.Check;
import org.quintain.wire.Gid;
import org.quintain.wire.MemoryRegion;
import org.quintain.wire.RdmaPort;

/** The {@link MessagePort} on any RDMA port that lives on the world's reactor. */
public final class BareMessagePort implements MessagePort {
  private final World world;
  private final RdmaPort rdma;
  private final Gid target;
  private final long serviceId;
  private final byte[] targetPort;
  private final byte[] initiatorPort;
  private final Runnable whenClosed;
  private final List<BareChannel> channels = new ArrayList<>();

  /**
   * @param target where the target is
   * @param serviceId what it listens at
   * @param targetPort its 16-byte name
   * @param initiatorPort a 16-byte name of our own
   * @param whenClosed run once, by the suite's thread
   */
  public BareMessagePort(
      World world,
      RdmaPort rdma,
      Gid target,
      long serviceId,
      byte[] targetPort,
      byte[] initiatorPort,
      Runnable whenClosed) {
    this.world = world;
    this.rdma = rdma;
    this.target = target;
    this.serviceId = serviceId;
    this.targetPort = targetPort.clone();
    this.initiatorPort = initiatorPort.clone();
    this.whenClosed = whenClosed;
  }

  @Override
  public byte[] targetPort() {
    return targetPort.clone();
  }

  @Override
  public byte[] initiatorPort() {
    return initiatorPort.clone();
  }

  @Override
  public boolean isByIp() {
    return RdmaPort.isIpServiceId(serviceId);
  }

  @Override
  public Channel connect(byte[] privateData, int receives, int receiveBytes) {
    BareChannel channel = new BareChannel(this, receives, receiveBytes);
    channels.add(channel);
    byte[] data = privateData.clone();
    onReactor(nowNs -> channel.begin(nowNs, rdma, target, serviceId, data));
    return channel;
  }

  @Override
  public Memory register(int lengthBytes, boolean isReadable, boolean isWritable) {
    BareMemory memory = new BareMemory(lengthBytes);
    int rights =
        (isReadable ? MemoryRegion.REMOTE_READ : 0)
            | (isWritable ? MemoryRegion.REMOTE_WRITE | MemoryRegion.LOCAL_WRITE : 0);
    run(
        nowNs -> {
          MemoryRegion region = rdma.register(memory.memory, 0, lengthBytes, rights);
          Check.that(region != null, "an adapter has a region for a suite");
          memory.region = region;
        });
    return memory;
  }

  World world() {
    return world;
  }

  /** Runs {@code task} on the reactor, and waits until it has. */
  private void run(ReactorTask task) {
    boolean[] done = new boolean[1];
    onReactor(
        nowNs -> {
          task.run(nowNs);
          done[0] = true;
          world.wake();
        });
    world.awaitUntil(() -> done[0], Long.MAX_VALUE / 4);
  }

  void onReactor(ReactorTask task) {
    if (world.reactor().isCurrent()) {
      task.run(world.nowNs());
    } else {
      world.reactor().post(task);
    }
  }

  @Override
  public void close() {
    channels.forEach(BareChannel::disconnect);
    whenClosed.run();
  }

  private final class BareMemory implements Memory {
    private final ByteBuffer memory;
    private volatile MemoryRegion region;

    @SuppressWarnings("NullAway.Init")
    BareMemory(int lengthBytes) {
      memory = ByteBuffer.allocateDirect(lengthBytes);
    }

    @Override
    public long address() {
      return region.address();
    }

    @Override
    public int key() {
      return region.remoteKey();
    }

    @Override
    public byte[] bytes() {
      byte[] copy = new byte[memory.capacity()];
      run(nowNs -> memory.get(0, copy));
      return copy;
    }

    @Override
    public void fill(byte[] bytes) {
      byte[] copy = bytes.clone();
      run(nowNs -> memory.put(0, copy));
    }

    @Override
    public void deregister() {
      run(nowNs -> region.deregister());
    }
  }
}
