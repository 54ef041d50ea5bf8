// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What a run of the fuzzer hit. Many threads may count at once. */
public final class FuzzReport {
  private static final int STAGES = FuzzStage.values().length;
  private static final int KINDS = FuzzKind.values().length;
  private static final int MUTATIONS = FuzzMutation.values().length;

  private final AtomicLongArray cells = new AtomicLongArray(STAGES * KINDS);
  private final AtomicLongArray mutations = new AtomicLongArray(KINDS * MUTATIONS);
  private final AtomicLongArray texts = new AtomicLongArray(TextMutation.values().length);
  private final AtomicLongArray answers = new AtomicLongArray(KINDS);
  private final AtomicLongArray rejects = new AtomicLongArray(256);
  private final AtomicLongArray missed = new AtomicLongArray(STAGES);
  private final LongAdder connections = new LongAdder();
  private final LongAdder shots = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder pings = new LongAdder();

  /** Makes a report of nothing yet. */
  public FuzzReport() {}

  void onConnection() {
    connections.increment();
  }

  void onMissed(FuzzStage stage) {
    missed.incrementAndGet(stage.ordinal());
  }

  void onShot(FuzzStage stage, FuzzKind kind, FuzzMutation mutation) {
    shots.increment();
    cells.incrementAndGet(stage.ordinal() * KINDS + kind.ordinal());
    mutations.incrementAndGet(kind.ordinal() * MUTATIONS + mutation.ordinal());
  }

  void onTextMutated(TextMutation mutation) {
    texts.incrementAndGet(mutation.ordinal());
  }

  void onAnswer(FuzzPdu answer) {
    FuzzKind kind = FuzzKind.of(answer.opcode());
    answers.incrementAndGet(kind.ordinal());
    if (kind == FuzzKind.REJECT) {
      rejects.incrementAndGet(answer.u8(2));
    }
  }

  void onEndedByTarget() {
    ended.increment();
  }

  void onPingAnswered() {
    pings.increment();
  }

  /** How many connections were made to be fuzzed. */
  public long connections() {
    return connections.sum();
  }

  /** How many PDUs were sent to connections in the stage they were for. */
  public long shots() {
    return shots.sum();
  }

  /** How often a kind of PDU was sent to a connection that stood in {@code stage}. */
  public long hits(FuzzStage stage, FuzzKind kind) {
    return cells.get(stage.ordinal() * KINDS + kind.ordinal());
  }

  /** How often a mutation was done to a kind of PDU. */
  public long hits(FuzzKind kind, FuzzMutation mutation) {
    return mutations.get(kind.ordinal() * MUTATIONS + mutation.ordinal());
  }

  /** How often a mutation was done to a text. */
  public long hits(TextMutation mutation) {
    return texts.get(mutation.ordinal());
  }

  /** How often the target answered by a kind of PDU to what was fuzzed. */
  public long answers(FuzzKind kind) {
    return answers.get(kind.ordinal());
  }

  /** How often a stage was not reached. */
  public long missed(FuzzStage stage) {
    return missed.get(stage.ordinal());
  }

  /** The cells of stage and kind that no PDU was sent to, of all or of what needs no simulation. */
  public List<String> emptyCells(boolean simulated) {
    List<String> empty = new ArrayList<>();
    for (FuzzStage stage : FuzzStage.values()) {
      for (FuzzKind kind : FuzzKind.values()) {
        if ((simulated || !stage.needsSimulation()) && hits(stage, kind) == 0) {
          empty.add(stage + " x " + kind);
        }
      }
    }
    return empty;
  }

  /** The mutations that a kind of PDU was never sent with. */
  public List<String> emptyMutations() {
    List<String> empty = new ArrayList<>();
    for (FuzzKind kind : FuzzKind.values()) {
      for (FuzzMutation mutation : FuzzMutation.values()) {
        if (hits(kind, mutation) == 0) {
          empty.add(kind + " x " + mutation);
        }
      }
    }
    return empty;
  }

  /** The figures as lines for a person. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d connections, %,d PDUs to %d stages x %d kinds, %,d connections ended by the"
                + " target, %,d others answered a ping",
            connections(),
            shots(),
            STAGES,
            KINDS,
            ended.sum(),
            pings.sum()));
    StringBuilder came = new StringBuilder("answers:");
    for (FuzzKind kind : FuzzKind.values()) {
      if (answers(kind) > 0) {
        came.append(String.format(Locale.ROOT, " %s %,d", kind, answers(kind)));
      }
    }
    lines.add(came.toString());
    StringBuilder reasons = new StringBuilder("reasons of rejects:");
    for (int reason = 0; reason < rejects.length(); reason++) {
      if (rejects.get(reason) > 0) {
        reasons.append(String.format(Locale.ROOT, " %02Xh %,d", reason, rejects.get(reason)));
      }
    }
    lines.add(reasons.toString());
    for (FuzzStage stage : FuzzStage.values()) {
      if (missed(stage) > 0) {
        lines.add(stage + " was not reached " + missed(stage) + " times");
      }
    }
    return lines;
  }
}
