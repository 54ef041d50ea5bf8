// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.device.Cdb;
import org.quintain.reactor.Reactor;
import org.quintain.sam.AdditionalSense;
import org.quintain.store.BackingStore;
import org.quintain.store.ForwardingStore;
import org.quintain.store.StoreRequest;

/**
 * The tokens that one disk gave out (SPC-5 5.17.6). While there is one, every change of the disk's
 * blocks is looked at on its way to the store; while there is none, that costs nothing.
 *
 * <p>A token is 512 bytes:
 *
 * <pre>
 *   0  ROD TYPE                 8  COPY MANAGER ROD TOKEN IDENTIFIER
 *   6  ROD TOKEN LENGTH        16  the descriptor of the disk that made it
 *  48  NUMBER OF BYTES         128 bytes that nobody can guess from those before
 * </pre>
 */
public final class RodTokens {
  static final int TOKEN_BYTES = 512;

  /** Point in time copy, change vulnerable. */
  static final long CHANGE_VULNERABLE = 0x0080_0001L;

  /** The block device zero ROD token (SBC-4 4.28.4), which everybody may make. */
  static final long ZERO = 0xFFFF_0001L;

  static final int CREATOR_AT = 16;
  private static final int LENGTH_AT = 6;
  private static final int IDENTIFIER_AT = 8;
  private static final int BYTES_REPRESENTED_AT = 56;
  private static final int FILLING_AT = 128;
  private static final long SECOND_NS = 1_000_000_000L;

  private final CopyDisk disk;
  private final List<RodToken> tokens = new ArrayList<>();
  private long made;
  private @Nullable Watch watch;

  RodTokens(CopyDisk disk) {
    this.disk = disk;
  }

  /** The store to use instead of {@code store} once there are tokens: it looks at every change. */
  public BackingStore watching(BackingStore store) {
    Watch present = watch;
    if (present == null || !present.isOf(store)) {
      present = new Watch(store);
      watch = present;
    }
    return present;
  }

  /** A new token for {@code ranges}; the oldest one is given up when there are too many. */
  RodToken make(long nowNs, List<RodToken.Range> ranges, int inactivitySeconds) {
    tokens.removeIf(token -> token.endAt(nowNs) != RodToken.End.NONE && tokens.size() > 1);
    if (tokens.size() >= CopyLimits.TOKENS_MAX) {
      tokens.remove(0);
    }
    made++;
    long identifier = mix(nowNs ^ mix(made ^ disk.view().config().unitSerialNumber().hashCode()));
    byte[] bytes = new byte[TOKEN_BYTES];
    put(bytes, 0, 4, CHANGE_VULNERABLE);
    put(bytes, LENGTH_AT, 2, TOKEN_BYTES - 8);
    put(bytes, IDENTIFIER_AT, 8, identifier);
    CscdDescriptors.write(bytes, CREATOR_AT, disk.view().config());
    long blocks = ranges.stream().mapToLong(RodToken.Range::count).sum();
    put(bytes, BYTES_REPRESENTED_AT, 8, blocks * disk.view().blockBytes());
    long filling = identifier;
    for (int at = FILLING_AT; at < TOKEN_BYTES; at += 8) {
      filling = mix(filling);
      put(bytes, at, 8, filling);
    }
    RodToken token = new RodToken(identifier, bytes, ranges, inactivitySeconds * SECOND_NS, nowNs);
    tokens.add(token);
    disk.onTokenMade();
    return token;
  }

  /** The token whose bytes begin at {@code at} of {@code list}, in whatever state, or null. */
  @Nullable RodToken find(byte[] list, int at) {
    long identifier = Cdb.u64(list, at + IDENTIFIER_AT);
    for (RodToken token : tokens) {
      if (token.identifier() == identifier) {
        return token;
      }
    }
    return null;
  }

  /** What is wrong with the use of {@code token} by the bytes at {@code at}, or null. */
  static @Nullable AdditionalSense refusal(long nowNs, RodToken token, byte[] list, int at) {
    if (!Arrays.equals(token.bytes(), Arrays.copyOfRange(list, at, at + TOKEN_BYTES))) {
      return AdditionalSense.INVALID_TOKEN_TOKEN_CORRUPT;
    }
    return switch (token.endAt(nowNs)) {
      case NONE -> null;
      case REVOKED -> AdditionalSense.INVALID_TOKEN_TOKEN_REVOKED;
      case EXPIRED -> AdditionalSense.INVALID_TOKEN_TOKEN_EXPIRED;
      case DELETED -> AdditionalSense.INVALID_TOKEN_TOKEN_DELETED;
    };
  }

  /** Whether the ROD TOKEN LENGTH of the token at {@code at} is that of every token. */
  static boolean isWellFormed(byte[] list, int at) {
    return Cdb.u16(list, at + LENGTH_AT) == TOKEN_BYTES - 8;
  }

  private void onChanged(StoreRequest request) {
    int blockBytes = disk.view().blockBytes();
    long first = request.offsetBytes() / blockBytes;
    long end = (request.offsetBytes() + request.lengthBytes() + blockBytes - 1) / blockBytes;
    for (RodToken token : tokens) {
      token.onChanged(first, end - first, request.owner() instanceof CopyJob);
    }
  }

  private static void put(byte[] bytes, int at, int count, long value) {
    for (int index = 0; index < count; index++) {
      bytes[at + index] = (byte) (value >>> (8 * (count - 1 - index)));
    }
  }

  private static long mix(long value) {
    long mixed = value + 0x9E37_79B9_7F4A_7C15L;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ mixed >>> 31;
  }

  /** The disk's store, which tells of every change before it happens. */
  private final class Watch extends ForwardingStore {
    Watch(BackingStore store) {
      super(store);
    }

    boolean isOf(BackingStore store) {
      return store() == store;
    }

    @Override
    public void submit(long nowNs, Reactor reactor, StoreRequest request) {
      if (request.operation().changesRange()) {
        onChanged(request);
      }
      super.submit(nowNs, reactor, request);
    }
  }
}
