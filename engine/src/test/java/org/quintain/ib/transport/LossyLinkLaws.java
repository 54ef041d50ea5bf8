// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.WorkOperation;
import org.quintain.wire.WorkRequest;
import org.quintain.wire.WorkStatus;

/**
 * Two queue pairs over a link that loses, repeats, delays and overtakes: every request completes
 * once, in order and well, every message comes once, in order and whole, and memory is what a model
 * without a wire says.
 */
final class LossyLinkLaws {
  private static final int STATIC_BYTES = 1 << 16;
  private static final int WRITTEN_AT = 1 << 17;
  private static final int WRITTEN_BYTES = 1 << 16;
  private static final int READ_AT = 3 << 17;
  private static final int RECEIVE_AT = 5 << 17;
  private static final int RECEIVE_BYTES = 12_000;
  private static final int RECEIVES = 24;

  @Property(tries = 120, seed = "5270")
  void everythingComesOnceInOrderAndWhole(@ForAll long seed) {
    play(seed);
  }

  /** Plays what {@code seed} says. */
  static void play(long seed) {
    Random random = new Random(seed);
    int depth = 1 + random.nextInt(40);
    int reads = 1 + random.nextInt(8);
    QueuePairOptions options =
        new QueuePairOptions(depth, RECEIVES, reads, reads, 7, QueuePairOptions.RNR_RETRY_FOR_EVER);
    int mtu = 256 << random.nextInt(5);
    TwoIbPorts ports = new TwoIbPorts(seed, options, mtu, 1 + random.nextInt(60));
    ports.loss = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.08;
    ports.repeat = random.nextInt(2) == 0 ? 0 : random.nextDouble() * 0.2;
    ports.delay = random.nextInt(2) == 0 ? 0 : random.nextDouble() * 0.2;
    ports.lateReturn = random.nextInt(2) == 0 ? 0 : random.nextDouble();
    Talker left = new Talker(ports.left, random);
    Talker right = new Talker(ports.right, random);
    left.begin();
    right.begin();
    ports.run();
    left.check(seed, right);
    right.check(seed, left);
  }

  /** Posts at random from one end, and holds what comes of it against a model. */
  private static final class Talker {
    private final TwoIbPorts.Side side;
    private final Random random;
    private final Deque<byte[]> sentMessages = new ArrayDeque<>();
    private final Deque<byte[]> receivedMessages = new ArrayDeque<>();
    private final Deque<WorkRequest> posted = new ArrayDeque<>();
    private final byte[] writtenModel = new byte[WRITTEN_BYTES];
    private final List<String> wrong = new ArrayList<>();
    private int left;
    private int readOffset;

    Talker(TwoIbPorts.Side side, Random random) {
      this.side = side;
      this.random = random;
      left = 20 + random.nextInt(120);
    }

    void begin() {
      side.fill(0, STATIC_BYTES, side.name.hashCode());
      side.hook = this::onCompletion;
      for (int index = 0; index < RECEIVES - random.nextInt(RECEIVES); index++) {
        postReceive(index);
      }
      postMore();
    }

    private void postReceive(int index) {
      WorkRequest receive =
          new WorkRequest(index)
              .asReceive(side.region, RECEIVE_AT + index * RECEIVE_BYTES, RECEIVE_BYTES);
      side.post(receive);
    }

    private void postMore() {
      while (left > 0 && side.queuePair.sendRoom() > 0) {
        left--;
        switch (random.nextInt(4)) {
          case 0 -> {
            int length = random.nextInt(4) == 0 ? 0 : random.nextInt(RECEIVE_BYTES);
            int offset = random.nextInt(STATIC_BYTES - length);
            sentMessages.add(side.bytes(offset, length));
            posted.add(side.send(offset, length));
          }
          case 1, 2 -> {
            int length = random.nextInt(9_000);
            int offset = random.nextInt(STATIC_BYTES - length);
            int to = random.nextInt(WRITTEN_BYTES - length);
            System.arraycopy(side.bytes(offset, length), 0, writtenModel, to, length);
            posted.add(side.write(offset, length, WRITTEN_AT + to));
          }
          default -> {
            int length = random.nextInt(9_000);
            int from = random.nextInt(STATIC_BYTES - length);
            if (readOffset + length > RECEIVE_AT - READ_AT) {
              readOffset = 0;
            }
            WorkRequest read = side.read(READ_AT + readOffset, length, from);
            read.context(from);
            readOffset += length;
            posted.add(read);
          }
        }
      }
    }

    private void onCompletion(WorkRequest request) {
      if (request.status() != WorkStatus.SUCCESS) {
        wrong.add(request.operation() + " ended with " + request.status());
        return;
      }
      if (request.operation() == WorkOperation.RECEIVE) {
        int index = (Integer) request.context();
        receivedMessages.add(
            side.bytes(RECEIVE_AT + index * RECEIVE_BYTES, request.transferredBytes()));
        postReceive(index);
        return;
      }
      if (posted.peek() != request) {
        wrong.add("a request completed out of order");
      }
      posted.remove(request);
      if (request.operation() == WorkOperation.RDMA_READ) {
        checkRead(request);
      }
      postMore();
    }

    private void checkRead(WorkRequest request) {
      int from = (Integer) request.context();
      int at = (int) (request.localAddress() - side.region.address());
      byte[] came = side.bytes(at, request.lengthBytes());
      if (!Arrays.equals(came, side.other.bytes(from, request.lengthBytes()))) {
        wrong.add("a read brought other bytes");
      }
    }

    void check(long seed, Talker peer) {
      assertThat(wrong).as("seed " + seed).isEmpty();
      assertThat(posted).as("posted, seed " + seed).isEmpty();
      assertThat(left).as("left, seed " + seed).isZero();
      assertThat(side.other.bytes(WRITTEN_AT, WRITTEN_BYTES))
          .as("memory, seed " + seed)
          .isEqualTo(writtenModel);
      assertThat(side.port.messagesHeld()).isZero();
      assertThat(side.count(TransportCounter.FORBIDDEN_ACCESSES)).isZero();
      assertThat(side.queuePair.state()).isEqualTo(QueuePairState.RTS);
      assertThat(peer.receivedMessages.size())
          .as("messages, seed " + seed)
          .isEqualTo(sentMessages.size());
      for (byte[] sent : sentMessages) {
        assertThat(peer.receivedMessages.remove()).as("message, seed " + seed).isEqualTo(sent);
      }
    }
  }
}
