// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quintain.device.CommandExecution;
import org.quintain.device.ControlParameters;
import org.quintain.fabric.CommandState;
import org.quintain.sam.Check;

/**
 * The task set of one logical unit: which commands run and which wait (SAM-5 clause 8), by the
 * table in {@link StartRule}. With TST 000b it is one for all nexuses; with TST 001b each nexus has
 * its own, which are kept in the same two lists and told apart by what is counted. Runs on the
 * owner reactor.
 *
 * <p>Commands that run are in one list, commands that wait in another, oldest first, those before
 * them that overtake all. As long as one task set is for all, nothing is reordered under
 * restrictions, nothing is held back and no command that waits has a priority, only the oldest
 * waiting command is ever looked at.
 *
 * <p>Where several SIMPLE commands may start at once, they do so in the order of their command
 * priorities, and those of one priority in the order in which they came (SAM-5 8.7). A priority
 * lets no command start that would have to wait without it.
 */
final class TaskSet {
  /** Where SIMPLE commands without a priority are, so that there is less than plain and more. */
  private static final int RANK_WITHOUT_PRIORITY = 8;

  private final LogicalUnit unit;
  private final TaskList running = new TaskList();
  private final TaskList waiting = new TaskList();
  private final Crowd everybody = new Crowd();
  private final Crowd[] ofNexus;
  private int holds;
  private int suspensions;

  /** How many of those that wait have a priority of their own. */
  private int prioritised;

  private boolean isStarting;
  private long scans;

  /** What is counted of a task set: of all nexuses, or of one. */
  private static final class Crowd {
    int running;
    int barriersRunning;
    int writersRunning;

    /** The scan of the waiting commands that last saw one that waits, a barrier, a writer. */
    long sawWaiting;

    long sawBarrier;
    long sawWriter;

    void count(Task task, int one) {
      running += one;
      barriersRunning += one * task.barriers;
      writersRunning += one * task.writers;
    }
  }

  TaskSet(LogicalUnit unit, int nexusIndices) {
    this.unit = unit;
    this.ofNexus = new Crowd[nexusIndices];
    for (int index = 0; index < nexusIndices; index++) {
      ofNexus[index] = new Crowd();
    }
  }

  /** Takes in a received command and starts it as soon as its row in the table lets it. */
  void admit(long nowNs, Task task) {
    Check.that(!task.isInTaskSet, "a command is in one task set once", task.command().slot());
    task.isInTaskSet = true;
    task.isStarted = false;
    task.startRule = StartRule.of(task);
    task.barriers = task.startRule.isBarrier() ? 1 : 0;
    task.writers = task.isWriter() ? 1 : 0;
    task.command().moveTo(CommandState.DORMANT);
    if (waiting.isEmpty() && mayStart() && startsAlone(task)) {
      // Nearly always: nothing to wait behind, and no list to pass through.
      isStarting = true;
      start(nowNs, task);
      isStarting = false;
      if (!waiting.isEmpty()) {
        startWhatMay(nowNs);
      }
      return;
    }
    if (task.startRule.isPutFirst()) {
      waiting.addFirst(task);
    } else {
      waiting.addLast(task);
    }
    int priority = task.startRule == StartRule.SIMPLE ? task.command().priority() : 0;
    task.prioritised = priority > 0 ? 1 : 0;
    task.rank = rank(task.startRule, priority);
    prioritised += task.prioritised;
    startWhatMay(nowNs);
  }

  private static int rank(StartRule rule, int priority) {
    if (rule != StartRule.SIMPLE) {
      return 0; // Whether such a command starts now or later, others depend on.
    }
    return priority > 0 ? priority : RANK_WITHOUT_PRIORITY;
  }

  private void stopWaiting(Task task) {
    waiting.remove(task);
    prioritised -= task.prioritised;
  }

  /**
   * Takes out a command that ends. What waited for it starts with the next {@link #startWhatMay}.
   */
  void remove(Task task) {
    Check.that(task.isInTaskSet, "a command ends once", task.command().slot());
    task.isInTaskSet = false;
    if (task.hold != Hold.NOBODY) {
      task.hold = Hold.NOBODY;
      holds--;
    }
    if (task.isStarted) {
      running.remove(task);
      count(task, -1);
    } else {
      stopWaiting(task);
    }
  }

  private void count(Task task, int one) {
    everybody.count(task, one);
    ofNexus[task.nexus().index()].count(task, one);
  }

  /** Starts every command that may run; safe to call from within a command that it just started. */
  void startWhatMay(long nowNs) {
    if (waiting.isEmpty() || !mayStart()) {
      return;
    }
    isStarting = true;
    for (Task task = nextToStart(); task != null && suspensions == 0; task = nextToStart()) {
      stopWaiting(task);
      unit.device()
          .trace(
              nowNs,
              TraceEvent.COMMAND_ENABLED,
              task.nexus().index(),
              task.command().identifier(),
              unit.number());
      start(nowNs, task);
    }
    isStarting = false;
  }

  /** Whether a command waits. */
  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  private boolean mayStart() {
    return !isStarting && suspensions == 0;
  }

  private void start(long nowNs, Task task) {
    running.addLast(task);
    task.isStarted = true;
    count(task, 1);
    unit.start(nowNs, task);
  }

  /** Whether {@code task} starts at once where no other command waits. */
  private boolean startsAlone(Task task) {
    ControlParameters control = unit.control();
    if (task.startRule == StartRule.SIMPLE && isCalm(control)) {
      return true;
    }
    Crowd own = ofNexus[task.nexus().index()];
    scans++;
    int conditions = conditionsFor(task, control.taskSetType() == 0 ? everybody : own, control);
    if (control.queueAlgorithmModifier() == 0 && conflicts(task, own)) {
      conditions |= StartRule.CONFLICT;
    }
    return task.startRule.starts(conditions);
  }

  /** Whether nothing that runs can be in the way of a SIMPLE command, whatever its nexus. */
  private boolean isCalm(ControlParameters control) {
    return everybody.barriersRunning == 0
        && holds == 0
        && control.queueAlgorithmModifier() != 0
        && unit.allegiances().isNone();
  }

  private @Nullable Task nextToStart() {
    ControlParameters control = unit.control();
    boolean isShared = control.taskSetType() == 0;
    boolean isRestricted = control.queueAlgorithmModifier() == 0;
    scans++;
    Task best = null;
    for (Task task = waiting.first(); task != null; task = task.next) {
      Crowd own = ofNexus[task.nexus().index()];
      Crowd crowd = isShared ? everybody : own;
      int conditions = conditionsFor(task, crowd, control);
      if (isRestricted && conflicts(task, own)) {
        conditions |= StartRule.CONFLICT;
      }
      boolean starts = task.startRule.starts(conditions);
      if (starts && (best == null || task.rank < best.rank)) {
        best = task;
        if (prioritised == 0 || best.rank == 0) {
          return best;
        }
      }
      if (!starts && isShared && !isRestricted && (conditions & StartRule.HELD_BACK) == 0) {
        return best; // Whatever stands in the way of this one does so for all behind it.
      }
      markWaiting(task, crowd, own); // One that may start too, for it may not be overtaken by all.
    }
    return best;
  }

  private int conditionsFor(Task task, Crowd crowd, ControlParameters control) {
    int conditions = 0;
    if (crowd.barriersRunning > 0) {
      conditions |= StartRule.BARRIER_RUNS;
    }
    if (crowd.running > 0) {
      conditions |= StartRule.ANYTHING_RUNS;
    }
    if (crowd.sawWaiting == scans) {
      conditions |= StartRule.OLDER_WAITS;
    }
    if (crowd.sawBarrier == scans) {
      conditions |= StartRule.OLDER_BARRIER_WAITS;
    }
    if (holds > 0 && isHeldBack(task)) {
      conditions |= StartRule.HELD_BACK;
    }
    Allegiances allegiances = unit.allegiances();
    if (!allegiances.isNone()
        && !task.passesAllegiance
        && allegiances.isInEffect(task.nexus().index(), control)) {
      conditions |= StartRule.ALLEGIANCE;
    }
    return conditions;
  }

  private boolean conflicts(Task task, Crowd own) {
    return task.isWriter()
        ? own.running > 0 || own.sawWaiting == scans
        : own.writersRunning > 0 || own.sawWriter == scans;
  }

  private void markWaiting(Task task, Crowd crowd, Crowd own) {
    crowd.sawWaiting = scans;
    own.sawWaiting = scans;
    if (task.startRule == StartRule.ORDERED) {
      crowd.sawBarrier = scans;
    }
    if (task.isWriter()) {
      own.sawWriter = scans;
    }
  }

  /**
   * From now on {@code task}, which is aborted and still running, holds back those that {@code
   * whose} says.
   */
  void hold(Task task, Hold whose) {
    if (task.hold == Hold.NOBODY && whose != Hold.NOBODY) {
      holds++;
    }
    if (whose.compareTo(task.hold) > 0) {
      task.hold = whose;
    }
  }

  private boolean isHeldBack(Task task) {
    for (Task other = running.first(); other != null; other = other.next) {
      if (other.hold == Hold.EVERYBODY
          || (other.hold == Hold.SAME_INITIATOR
              && other.nexus().initiatorDeviceName().equals(task.nexus().initiatorDeviceName()))) {
        return true;
      }
    }
    return false;
  }

  /** Starts nothing until {@link #resume}, so that many commands can be aborted as one. */
  void suspend() {
    suspensions++;
  }

  /** Undoes one {@link #suspend}. */
  void resume(long nowNs) {
    suspensions--;
    startWhatMay(nowNs);
  }

  /** The commands that {@code wanted} holds for, oldest first within each list. */
  List<Task> find(Predicate<Task> wanted) {
    List<Task> found = new ArrayList<>();
    running.collect(wanted, found);
    waiting.collect(wanted, found);
    return found;
  }

  /** Shows {@code visitor} every command that runs. */
  void forEachRunning(Consumer<CommandExecution> visitor) {
    for (Task task = running.first(); task != null; task = task.next) {
      visitor.accept(task);
    }
  }

  /** How many commands are in it. */
  int count() {
    return running.count() + waiting.count();
  }

  /** How many commands of the nexus of {@code index} are in it. */
  int countOf(int index) {
    int count = ofNexus[index].running;
    for (Task task = waiting.first(); task != null; task = task.next) {
      count += task.nexus().index() == index ? 1 : 0;
    }
    return count;
  }

  /** Whether no command is in it. */
  boolean isEmpty() {
    boolean isEmpty = running.isEmpty() && waiting.isEmpty();
    Check.that(
        !isEmpty || (everybody.barriersRunning == 0 && everybody.running == 0 && holds == 0),
        "nothing bars an empty task set",
        everybody.barriersRunning,
        holds);
    return isEmpty;
  }
}
