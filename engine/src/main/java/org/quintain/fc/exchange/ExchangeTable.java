// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.exchange;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.fc.wire.FrameControl;
import org.quintain.fc.wire.FrameHeader;
import org.quintain.sam.Check;

/**
 * The slots and how a frame finds its exchange: by our own identifier, which names the slot and how
 * often it was used, or, while the peer does not know our RX_ID, by both addresses and OX_ID.
 */
final class ExchangeTable {
  private static final int EMPTY = -1;

  private final Exchange[] slots;
  private final int slotBits;
  private final int generationMask;

  // Free slots in the order they became free, so that identifiers rest as long as can be.
  private final int[] free;
  private int freeHead;
  private int freeCount;

  // Exchanges begun by peers, by addresses and OX_ID; open addressing, half empty.
  private final long[] keys;
  private final int[] keyed;

  ExchangeTable(int exchangesMax, ExchangeListener nobody) {
    slots = new Exchange[exchangesMax];
    slotBits = Integer.numberOfTrailingZeros(exchangesMax);
    generationMask = (1 << (16 - slotBits)) - 1;
    free = new int[exchangesMax];
    for (int index = 0; index < exchangesMax; index++) {
      slots[index] = new Exchange(index, nobody);
      free[index] = index;
    }
    freeCount = exchangesMax;
    keys = new long[exchangesMax * 4];
    keyed = new int[exchangesMax * 4];
    Arrays.fill(keyed, EMPTY);
  }

  int size() {
    return slots.length;
  }

  Exchange at(int index) {
    return slots[index];
  }

  int freeCount() {
    return freeCount;
  }

  /** A free slot, still FREE, with an identifier of its own; null when all are in use. */
  @Nullable Exchange take() {
    if (freeCount == 0) {
      return null;
    }
    Exchange exchange = slots[free[freeHead]];
    freeHead = (freeHead + 1) & (slots.length - 1);
    freeCount--;
    exchange.generation((exchange.generation() + 1) & generationMask);
    if (identifier(exchange) == FrameHeader.NO_EXCHANGE_ID) {
      exchange.generation(0);
    }
    return exchange;
  }

  /** The slot's OX_ID or RX_ID of this use. */
  int identifier(Exchange exchange) {
    return exchange.generation() << slotBits | exchange.index();
  }

  void putBack(Exchange exchange) {
    Check.that(freeCount < slots.length, "an exchange is put back once");
    free[(freeHead + freeCount) & (slots.length - 1)] = exchange.index();
    freeCount++;
  }

  /** The exchange in use that we know by {@code ownId}, or null. */
  @Nullable Exchange byOwnId(int ownId, boolean originated) {
    Exchange exchange = slots[ownId & (slots.length - 1)];
    return exchange.state() != ExchangeState.FREE
            && exchange.isOriginator() == originated
            && exchange.ownId() == ownId
        ? exchange
        : null;
  }

  /** The exchange that the frame of this header belongs to, or null. */
  @Nullable Exchange find(ByteBuffer header, int base) {
    boolean fromResponder = (FrameHeader.frameControl(header, base) & FrameControl.RESPONDER) != 0;
    return find(
        fromResponder,
        FrameHeader.destinationId(header, base),
        FrameHeader.sourceId(header, base),
        FrameHeader.originatorExchangeId(header, base),
        FrameHeader.responderExchangeId(header, base));
  }

  /**
   * The exchange that we originated, or else respond to, with these addresses and identifiers; null
   * where there is none. An RX_ID not assigned fits any.
   */
  @Nullable Exchange find(boolean originated, int localId, int remoteId, int oxId, int rxId) {
    if (!originated && rxId == FrameHeader.NO_EXCHANGE_ID) {
      return byKey(key(localId, remoteId, oxId));
    }
    Exchange exchange = byOwnId(originated ? oxId : rxId, originated);
    if (exchange == null || exchange.originatorExchangeId() != oxId) {
      return null;
    }
    // A port without an address yet is answered at the one that it gets (FC-LS-4 4.3.7).
    boolean fits =
        exchange.localId() == 0
            || (exchange.localId() == localId && exchange.remoteId() == remoteId);
    int known = exchange.responderExchangeId();
    boolean sameResponder =
        known == rxId || known == FrameHeader.NO_EXCHANGE_ID || rxId == FrameHeader.NO_EXCHANGE_ID;
    return fits && sameResponder ? exchange : null;
  }

  /** Lets {@code exchange}, which a peer began, be found by addresses and OX_ID. */
  void enter(Exchange exchange) {
    long key = keyOf(exchange);
    int at = hash(key);
    while (keyed[at] != EMPTY) {
      at = (at + 1) & (keys.length - 1);
    }
    keys[at] = key;
    keyed[at] = exchange.index();
  }

  /** Lets {@code exchange} not be found any more by addresses and OX_ID. */
  void leave(Exchange exchange) {
    long key = keyOf(exchange);
    int at = hash(key);
    while (keyed[at] != exchange.index()) {
      if (keyed[at] == EMPTY) {
        return;
      }
      at = (at + 1) & (keys.length - 1);
    }
    closeGap(at);
  }

  /** Moves entries that stand behind a place because it was taken. */
  private void closeGap(int from) {
    int gap = from;
    int at = (gap + 1) & (keys.length - 1);
    while (keyed[at] != EMPTY) {
      int home = hash(keys[at]);
      if (((at - home) & (keys.length - 1)) >= ((at - gap) & (keys.length - 1))) {
        keys[gap] = keys[at];
        keyed[gap] = keyed[at];
        gap = at;
      }
      at = (at + 1) & (keys.length - 1);
    }
    keyed[gap] = EMPTY;
  }

  private @Nullable Exchange byKey(long key) {
    int at = hash(key);
    while (keyed[at] != EMPTY) {
      if (keys[at] == key) {
        return slots[keyed[at]];
      }
      at = (at + 1) & (keys.length - 1);
    }
    return null;
  }

  private int hash(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40) & (keys.length - 1);
  }

  private static long keyOf(Exchange exchange) {
    return key(exchange.localId(), exchange.remoteId(), exchange.originatorExchangeId());
  }

  private static long key(int localId, int remoteId, int oxId) {
    return (long) remoteId << 40 | (long) localId << 16 | oxId;
  }
}
