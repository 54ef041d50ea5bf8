// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.quintain.hardware.net.NettyReactor;
import org.quintain.hardware.net.Transport;
import org.quintain.memory.SegmentList;
import org.quintain.store.BackingStore;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/** A reactor to submit store requests from, and ways to wait for them. */
final class StoreBench implements AutoCloseable {
  final NettyReactor reactor = new NettyReactor(0, Transport.NIO, "store-bench");

  StoreResult read(BackingStore store, long offset, byte[] into) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(into.length);
    StoreResult result = run(store, request -> split(request.read(offset), bytes));
    bytes.get(0, into);
    return result;
  }

  StoreResult write(BackingStore store, long offset, byte[] from, boolean fua) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(from.length).put(0, from);
    return run(store, request -> split(request.write(offset, fua), bytes));
  }

  StoreResult flush(BackingStore store) {
    return run(store, StoreRequest::flush);
  }

  /** Two pieces, so that scatter and gather are met. */
  private static void split(SegmentList segments, ByteBuffer bytes) {
    int first = bytes.capacity() / 3;
    segments.add(bytes, 0, first);
    segments.add(bytes, first, bytes.capacity() - first);
  }

  /** Fills a request. */
  interface Filler {
    void fill(StoreRequest request);
  }

  StoreResult run(BackingStore store, Filler filler) {
    try {
      return start(store, filler).get(60, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  CompletableFuture<StoreResult> start(BackingStore store, Filler filler) {
    CompletableFuture<StoreResult> ended = new CompletableFuture<>();
    StoreRequest request =
        new StoreRequest(
            this,
            (nowNs, done, result) -> {
              assertThat(reactor.isCurrent()).isTrue();
              ended.complete(result);
            },
            8);
    filler.fill(request);
    reactor.post(nowNs -> store.submit(nowNs, reactor, request));
    return ended;
  }

  void quiesce() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    reactor.post(nowNs -> reached.countDown());
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  public void close() {
    reactor.close();
  }
}
