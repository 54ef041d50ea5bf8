// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.quintain.memory.SegmentList;

/** Laws of the two stream machines together: what is queued at one end comes out at the other. */
final class PduStreamTest {
  /** A sink that keeps a copy of all it is given, and names a place by the header's task tag. */
  private static final class Keeper implements PduSink {
    final List<String> pdus = new ArrayList<>();
    final List<ReceiveViolation> violations = new ArrayList<>();
    final ByteBuffer place = ByteBuffer.allocateDirect(300_000);
    int pausesLeft;
    PduReceiver receiver;

    @Override
    public DataPlacement placement(long nowNs, ByteBuffer header, int base, int dataLengthBytes) {
      return switch (Bhs.initiatorTaskTag(header, base) % 3) {
        case 0 -> DataPlacement.STAGE;
        case 1 -> DataPlacement.PLACE;
        default -> DataPlacement.DISCARD;
      };
    }

    @Override
    public ByteBuffer destination() {
      return place;
    }

    @Override
    public int destinationOffset() {
      return 7;
    }

    @Override
    public void onPdu(
        long nowNs,
        ByteBuffer header,
        int base,
        ByteBuffer data,
        int dataOffset,
        int dataLengthBytes,
        DataSegmentState state) {
      byte[] headers = new byte[Bhs.LENGTH_BYTES + Bhs.totalAhsLengthBytes(header, base)];
      header.get(base, headers);
      int hash = java.util.Arrays.hashCode(headers);
      if (data.capacity() > 0 && dataLengthBytes > 0) {
        byte[] bytes = new byte[dataLengthBytes];
        data.get(dataOffset, bytes);
        hash = 31 * hash + java.util.Arrays.hashCode(bytes);
      }
      pdus.add(
          Bhs.initiatorTaskTag(header, base) + ":" + dataLengthBytes + ":" + state + ":" + hash);
      if (pausesLeft > 0) {
        pausesLeft--;
        receiver.pause();
      }
    }

    @Override
    public void onViolation(long nowNs, ReceiveViolation violation, ByteBuffer header, int base) {
      violations.add(violation);
    }
  }

  private static final int STAGING_BYTES = 70_000;

  /** Queues random PDUs and drains them with random gathers; the answer is the stream. */
  private static byte[] randomStream(
      Random random, int count, boolean headerDigest, boolean dataDigest, List<Integer> sent) {
    PduTransmitter transmitter = new PduTransmitter(count, 24, 256, random.nextBoolean());
    CopyRing ring = new CopyRing(ByteBuffer.allocate(100_000));
    SegmentList list = new SegmentList(40);
    for (int index = 0; index < 40; index++) {
      ByteBuffer piece = ByteBuffer.allocate(5_000);
      random.nextBytes(piece.array());
      list.add(piece, random.nextInt(1000), 1 + random.nextInt(4000));
    }
    transmitter.prepare(count);
    int expected = 0;
    for (int index = 0; index < count; index++) {
      transmitter.begin();
      for (int at = 8; at < Bhs.LENGTH_BYTES; at++) {
        transmitter.header().put(transmitter.headerBase() + at, (byte) random.nextInt());
      }
      Bhs.initiatorTaskTag(transmitter.header(), transmitter.headerBase(), index);
      if (random.nextInt(4) == 0) {
        transmitter.additionalHeaders(4 * random.nextInt(7));
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(30_000) : random.nextInt(300);
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> {
          long skip = random.nextInt((int) list.totalBytes());
          transmitter.data(list, skip, (int) Math.min(length, list.totalBytes() - skip));
        }
        case 2 -> {
          int at = transmitter.inlineData(Math.min(length, 256));
          transmitter.header().put(at, (byte) index);
        }
        default -> {
          if (length > 0 && ring.hasRoom(length)) {
            int at = ring.take(length);
            ring.bytes().put(at, (byte) index);
            transmitter.data(ring, at, length);
          }
        }
      }
      transmitter.commit(headerDigest, dataDigest, (now, token) -> sent.add(token), index);
      expected++;
    }
    ByteBuffer stream = ByteBuffer.allocate((int) transmitter.queuedBytes());
    SegmentList gathered = new SegmentList(1 + random.nextInt(20));
    while (transmitter.hasOutput()) {
      gathered.clear();
      transmitter.gather(gathered, 1 + random.nextInt(20_000));
      assertThat(gathered.totalBytes()).isPositive();
      long take = 1L + random.nextInt((int) gathered.totalBytes());
      copy(gathered, take, stream);
      transmitter.onSent(0, take);
    }
    assertThat(stream.hasRemaining()).isFalse();
    assertThat(transmitter.freeSlots()).isEqualTo(expected);
    assertThat(ring.isEmpty()).isTrue();
    return stream.array();
  }

  private static void copy(SegmentList from, long lengthBytes, ByteBuffer into) {
    long left = lengthBytes;
    for (int index = 0; index < from.count() && left > 0; index++) {
      int take = (int) Math.min(left, from.length(index));
      into.put(into.position(), from.base(index), from.offset(index), take);
      into.position(into.position() + take);
      left -= take;
    }
  }

  private static List<String> receive(
      byte[] stream, boolean headerDigest, boolean dataDigest, Random random, int cutMax) {
    Keeper keeper = new Keeper();
    PduReceiver receiver =
        new PduReceiver(keeper, ByteBuffer.allocateDirect(STAGING_BYTES), 40_000);
    keeper.receiver = receiver;
    keeper.pausesLeft = random.nextInt(20);
    receiver.digests(headerDigest, dataDigest);
    int at = 0;
    while (at < stream.length) {
      ByteBuffer space = receiver.receiveSpace();
      if (receiver.isPaused()) {
        assertThat(space.hasRemaining()).isFalse();
        receiver.resume(0);
        continue;
      }
      assertThat(space.hasRemaining()).isTrue();
      int piece =
          Math.min(Math.min(1 + random.nextInt(cutMax), stream.length - at), space.remaining());
      space.put(space.position(), stream, at, piece);
      receiver.onReceived(0, piece);
      at += piece;
    }
    while (receiver.isPaused()) {
      receiver.resume(0);
    }
    assertThat(keeper.violations).isEmpty();
    assertThat(receiver.isWithinPdu()).isFalse();
    return keeper.pdus;
  }

  @Property(seed = "81540072", tries = 80)
  void anySegmentationYieldsTheSamePdus(
      @ForAll long seed, @ForAll boolean headerDigest, @ForAll boolean dataDigest) {
    Random random = new Random(seed);
    int count = 1 + random.nextInt(30);
    List<Integer> sent = new ArrayList<>();
    byte[] stream = randomStream(random, count, headerDigest, dataDigest, sent);
    assertThat(sent).hasSize(count).isSorted();
    List<String> whole = receive(stream, headerDigest, dataDigest, random, Integer.MAX_VALUE);
    assertThat(whole).hasSize(count).allMatch(pdu -> !pdu.contains("DIGEST_ERROR"));
    for (int cutMax : new int[] {3, 100, 5_000, 50_000}) {
      assertThat(receive(stream, headerDigest, dataDigest, random, cutMax)).isEqualTo(whole);
    }
  }

  @Property(seed = "2935508539", tries = 100)
  void aFlippedBitUnderDigestsIsNeverTakenForData(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 7) int bit) {
    Random random = new Random(seed);
    byte[] stream = randomStream(random, 4, true, true, new ArrayList<>());
    List<String> good = receive(stream, true, true, random, 1_000);
    stream[random.nextInt(stream.length)] ^= (byte) (1 << bit);
    Keeper keeper = new Keeper();
    PduReceiver receiver =
        new PduReceiver(keeper, ByteBuffer.allocateDirect(STAGING_BYTES), 40_000);
    receiver.digests(true, true);
    feed(receiver, stream);
    List<String> complete = new ArrayList<>(keeper.pdus);
    complete.removeIf(pdu -> pdu.contains("DIGEST_ERROR"));
    assertThat(good).containsAll(complete);
    assertThat(complete.size()).isLessThan(good.size());
  }

  private static void feed(PduReceiver receiver, byte[] stream) {
    int at = 0;
    while (at < stream.length) {
      ByteBuffer space = receiver.receiveSpace();
      int piece = Math.min(stream.length - at, space.remaining());
      space.put(space.position(), stream, at, piece);
      receiver.onReceived(0, piece);
      at += piece;
    }
  }

  @Property(seed = "502293584", tries = 100)
  void randomBytesEndInPdusOrInAViolation(@ForAll long seed, @ForAll boolean digests) {
    Random random = new Random(seed);
    byte[] noise = new byte[20_000];
    random.nextBytes(noise);
    Keeper keeper = new Keeper();
    PduReceiver receiver = new PduReceiver(keeper, ByteBuffer.allocate(STAGING_BYTES), 40_000);
    receiver.digests(digests, digests);
    feed(receiver, noise);
    assertThat(keeper.violations.size()).isLessThanOrEqualTo(1);
    assertThat(receiver.isFailed()).isEqualTo(!keeper.violations.isEmpty());
  }

  @Test
  void refusesADataSegmentAboveTheDeclaredLength() {
    Keeper keeper = new Keeper();
    PduReceiver receiver = new PduReceiver(keeper, ByteBuffer.allocate(STAGING_BYTES), 8192);
    byte[] header = new byte[Bhs.LENGTH_BYTES];
    Bhs.dataSegmentLength(ByteBuffer.wrap(header), 0, 8193);
    feed(receiver, header);
    assertThat(keeper.violations).containsExactly(ReceiveViolation.DATA_SEGMENT_TOO_LONG);
  }

  @Test
  void keepsUnreadBytesWhenItsStagingBufferIsReplaced() {
    Keeper keeper = new Keeper();
    PduReceiver receiver = new PduReceiver(keeper, ByteBuffer.allocate(2_000), 8192);
    byte[] header = new byte[Bhs.LENGTH_BYTES];
    feed(receiver, java.util.Arrays.copyOf(header, 20));
    receiver.replaceStaging(ByteBuffer.allocate(STAGING_BYTES));
    feed(receiver, java.util.Arrays.copyOf(header, 28));
    assertThat(keeper.pdus).hasSize(1);
  }

  @Property(seed = "2303172914", tries = 100)
  void aCopyRingNeverLendsTheSameByteTwice(@ForAll long seed) {
    Random random = new Random(seed);
    int capacity = 1 + random.nextInt(200);
    CopyRing ring = new CopyRing(ByteBuffer.allocate(capacity));
    boolean[] taken = new boolean[capacity];
    List<Tuple.Tuple2<Integer, Integer>> pieces = new ArrayList<>();
    for (int step = 0; step < 300; step++) {
      int length = 1 + random.nextInt(capacity);
      boolean hasRoom = ring.hasRoom(length);
      int offset = random.nextBoolean() ? ring.take(length) : CopyRing.NO_ROOM - 1;
      if (offset >= 0) {
        assertThat(hasRoom).isTrue();
        for (int at = offset; at < offset + length; at++) {
          assertThat(taken[at]).isFalse();
          taken[at] = true;
        }
        pieces.add(Tuple.of(offset, length));
      } else if (!pieces.isEmpty()) {
        Tuple.Tuple2<Integer, Integer> oldest = pieces.remove(0);
        ring.release(oldest.get1(), oldest.get2());
        for (int at = oldest.get1(); at < oldest.get1() + oldest.get2(); at++) {
          taken[at] = false;
        }
      } else {
        assertThat(ring.isEmpty()).isTrue();
        assertThat(ring.hasRoom(capacity)).isTrue();
      }
    }
  }
}
