// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/** The peers of an N_Port in the order of their addresses; found without allocation. */
final class PeerTable {
  private int[] ids = new int[8];
  private RemotePort[] peers = new RemotePort[8];
  private int count;

  int count() {
    return count;
  }

  RemotePort at(int index) {
    return peers[index];
  }

  @Nullable RemotePort find(int portId) {
    int place = Arrays.binarySearch(ids, 0, count, portId);
    return place < 0 ? null : peers[place];
  }

  void add(RemotePort peer) {
    int place = Arrays.binarySearch(ids, 0, count, peer.portId());
    Check.that(place < 0, "an address is one peer's", peer.portId());
    int at = -place - 1;
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, count * 2);
      peers = Arrays.copyOf(peers, count * 2);
    }
    System.arraycopy(ids, at, ids, at + 1, count - at);
    System.arraycopy(peers, at, peers, at + 1, count - at);
    ids[at] = peer.portId();
    peers[at] = peer;
    count++;
  }

  void remove(RemotePort peer) {
    int at = Arrays.binarySearch(ids, 0, count, peer.portId());
    if (at >= 0 && peers[at] == peer) {
      System.arraycopy(ids, at + 1, ids, at, count - at - 1);
      System.arraycopy(peers, at + 1, peers, at, count - at - 1);
      count--;
    }
  }

  /** All of them as they are now, for walks during which some may come or go. */
  RemotePort[] snapshot() {
    return Arrays.copyOf(peers, count);
  }
}
