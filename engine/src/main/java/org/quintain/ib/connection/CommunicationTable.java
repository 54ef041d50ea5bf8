// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.connection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quintain.time.DeadlineTable;
import org.quintain.wire.Gid;

/** The communications of a port, found by what messages name. */
final class CommunicationTable {
  private static final int STEP =
      0x9E3779B1; // Odd, so all identifiers come before one comes again.

  /** Who asked, by the identifier it chose. */
  private record Asked(Gid peer, int remoteId) {}

  /** A queue pair of a peer. */
  private record Remote(long guid, int queuePair) {}

  private final Map<Integer, Communication> byLocalId = new TreeMap<>();
  private final Map<Asked, Communication> asked = new LinkedHashMap<>();
  private final Map<Remote, Communication> byRemote = new LinkedHashMap<>();
  private final int most;
  private int nextId;
  private long nearestNs = DeadlineTable.NONE;

  /**
   * An empty table.
   *
   * @param most how many there can be
   * @param seed where identifiers begin, another one than the last time
   */
  CommunicationTable(int most, int seed) {
    this.most = most;
    this.nextId = seed;
  }

  boolean isFull() {
    return byLocalId.size() >= most;
  }

  /** A communication with {@code peer} that we asked for. */
  Communication ask(Gid peer) {
    return add(new Communication(freeId(), peer, true));
  }

  /** A communication that {@code peer} asked for by {@code remoteId}. */
  Communication answer(Gid peer, int remoteId) {
    Communication added = add(new Communication(freeId(), peer, false));
    added.remoteId(remoteId);
    asked.put(new Asked(peer, remoteId), added);
    return added;
  }

  private Communication add(Communication communication) {
    byLocalId.put(communication.localId(), communication);
    return communication;
  }

  private int freeId() {
    do {
      nextId += STEP;
    } while (nextId == 0 || byLocalId.containsKey(nextId));
    return nextId;
  }

  /** The peer's queue pair of {@code communication} is known. */
  void connected(Communication communication) {
    byRemote.put(
        new Remote(communication.peerGuid(), communication.peerQueuePair()), communication);
  }

  void remove(Communication communication) {
    byLocalId.remove(communication.localId());
    asked.remove(new Asked(communication.peer(), communication.remoteId()), communication);
    byRemote.remove(
        new Remote(communication.peerGuid(), communication.peerQueuePair()), communication);
  }

  /** The one that a message with our {@code localId} from {@code peer} means, or null. */
  @Nullable Communication find(int localId, Gid peer) {
    Communication found = byLocalId.get(localId);
    return found != null && found.peer().equals(peer) ? found : null;
  }

  /** The one that {@code peer} asked for by {@code remoteId}, or null. */
  @Nullable Communication findAsked(Gid peer, int remoteId) {
    return asked.get(new Asked(peer, remoteId));
  }

  /** The one that has that queue pair of a peer's, or null. */
  @Nullable Communication findRemote(long guid, int queuePair) {
    return byRemote.get(new Remote(guid, queuePair));
  }

  /** All of them, in the order of their identifiers. */
  List<Communication> all() {
    return new ArrayList<>(byLocalId.values());
  }

  int size() {
    return byLocalId.size();
  }

  /** A deadline of {@code communication} was set. */
  void armed(Communication communication) {
    nearestNs = Math.min(nearestNs, communication.deadlineNs());
  }

  /** The nearest deadline, or one before it. */
  long nearestNs() {
    return nearestNs;
  }

  /** Those whose deadline has passed; to be followed by {@link #rearm}. */
  List<Communication> due(long nowNs) {
    return byLocalId.values().stream().filter(each -> each.deadlineNs() <= nowNs).toList();
  }

  /** Looks again which deadline is the nearest. */
  void rearm() {
    nearestNs =
        byLocalId.values().stream()
            .mapToLong(Communication::deadlineNs)
            .min()
            .orElse(DeadlineTable.NONE);
  }
}
