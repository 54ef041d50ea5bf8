// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.util.Random;

/**
 * Runs connections by number: what number N does follows from the seed and N alone, so one can be
 * run again by itself. Stages and kinds of PDU take turns, all else is drawn. Different threads may
 * run different numbers.
 */
public final class FuzzRun {
  private static final int SHOTS_MAX = 10;

  /** Long enough for commands to come to their end. */
  private static final long STORE_NS = 5_000_000L;

  private static final int STEP_COUNT = 13;
  private static final long STEP_NS = 10_000_000_000L;

  private final FuzzWorld world;
  private final long seed;
  private final FuzzReport report;
  private final FuzzStage[] stages;
  private final Runnable beside;

  /**
   * A run on {@code world}.
   *
   * @param beside what is to go on between steps of time that passes
   */
  public FuzzRun(FuzzWorld world, long seed, FuzzReport report, Runnable beside) {
    this.world = world;
    this.seed = seed;
    this.report = report;
    this.beside = beside;
    this.stages =
        java.util.Arrays.stream(FuzzStage.values())
            .filter(stage -> world.isSimulated() || !stage.needsSimulation())
            .filter(stage -> !world.chapTargetName().isEmpty() || !stage.name().startsWith("CHAP"))
            .toArray(FuzzStage[]::new);
  }

  /**
   * Runs connection {@code number}, which is gone when it returns.
   *
   * @throws FuzzFailure when the target does what it must not
   */
  public void run(long number) {
    FuzzStage stage = stages[(int) (number % stages.length)];
    FuzzKind kind = FuzzKind.values()[(int) (number / stages.length % FuzzKind.values().length)];
    Random random = new Random(mixed(seed, number));
    report.onConnection();
    FuzzScene scene = new FuzzScene(world, stage, number, random);
    scene.report(report);
    try (scene) {
      if (!StageDriver.reach(scene)) {
        report.onMissed(stage);
        return;
      }
      shoot(scene, kind);
      end(scene);
    } catch (FuzzFailure failure) {
      throw failure(number, stage, kind, scene, failure);
    } catch (RuntimeException thrown) {
      throw failure(number, stage, kind, scene, new FuzzFailure("It threw " + thrown, thrown));
    }
  }

  private FuzzFailure failure(
      long number, FuzzStage stage, FuzzKind kind, FuzzScene scene, FuzzFailure failure) {
    String where = "Connection " + number + " of seed " + seed + ", " + stage + " x " + kind + ": ";
    return new FuzzFailure(where + failure.getMessage() + scene.journal(), failure);
  }

  private static long mixed(long seed, long number) {
    long mixed = seed * 0x9E37_79B9_7F4A_7C15L + number;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    return (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
  }

  private void shoot(FuzzScene scene, FuzzKind first) {
    Random random = scene.random();
    PduMaker maker = new PduMaker(scene);
    PduMutator mutator = new PduMutator(scene, maker);
    FuzzConnection connection = scene.main();
    FuzzKind kind = first;
    boolean reads = scene.stage() != FuzzStage.READS_UNREAD;
    for (int shot = 1 + random.nextInt(SHOTS_MAX); shot > 0; shot--) {
      FuzzMutation[] all = FuzzMutation.values();
      FuzzMutation mutation = all[random.nextInt(all.length)];
      if (connection.hasEnded()) {
        break;
      }
      if (connection.judge().isFullFeature() && random.nextInt(4) != 0) {
        scene.session().cmdSn(connection.judge().expCmdSn());
      }
      report.onShot(scene.stage(), kind, mutation);
      mutator.send(maker.make(kind), mutation);
      if (reads && random.nextInt(3) != 0) {
        receive(scene);
      }
      kind = next(random);
    }
    receive(scene);
  }

  /** Mostly what an initiator may send, which gets further. */
  private static FuzzKind next(Random random) {
    FuzzKind[] all = FuzzKind.values();
    boolean any = random.nextInt(3) == 0;
    return all[random.nextInt(any ? all.length : FuzzKind.NOP_IN.ordinal())];
  }

  private void receive(FuzzScene scene) {
    if (scene.random().nextBoolean()) {
      world.pass(STORE_NS);
    }
    for (FuzzPdu answer : scene.main().receiveAll()) {
      report.onAnswer(answer);
      scene.learn(answer);
    }
    FuzzConnection other = scene.other();
    if (other != null) {
      other.receiveAll();
    }
  }

  /** What still stands answers or ends, and then goes: cut, or in silence, or by a logout. */
  private void end(FuzzScene scene) {
    FuzzConnection connection = scene.main();
    Random random = scene.random();
    if (!connection.hasEnded() && mustAnswer(scene) && random.nextBoolean()) {
      ping(scene);
    }
    if (connection.hasEnded()) {
      report.onEndedByTarget();
      return;
    }
    if (mustAnswer(scene) && random.nextInt(3) == 0) {
      connection.send(CommandSteps.immediate(connection, FuzzKind.LOGOUT));
      connection.await("a logout", pdu -> isEndOfLogout(pdu));
    } else if (world.isSimulated() && random.nextInt(8) == 0) {
      beSilent(scene);
    }
  }

  private static boolean isEndOfLogout(FuzzPdu pdu) {
    return pdu.opcode() == FuzzKind.LOGOUT_RESPONSE.opcode();
  }

  /** Whether a target has no reason to leave a ping without answer. */
  private static boolean mustAnswer(FuzzScene scene) {
    FuzzConnection connection = scene.main();
    return connection.judge().isFullFeature()
        && scene.session().isFramed()
        && !scene.isLogoutSent()
        && scene.stage().phase() == FuzzStage.Phase.FULL_FEATURE;
  }

  private void ping(FuzzScene scene) {
    FuzzConnection connection = scene.main();
    FuzzPdu ping = CommandSteps.ping(connection);
    connection.send(ping);
    FuzzPdu answer =
        connection.await(
            "a ping", pdu -> pdu.opcode() == FuzzKind.NOP_IN.opcode() && pdu.tag() == ping.tag());
    if (answer != null) {
      report.onPingAnswered();
    }
  }

  /** A connection that says nothing more is given up (login, ping and Data-Out time-outs). */
  private void beSilent(FuzzScene scene) {
    for (int step = 0; step < STEP_COUNT && !scene.main().hasEnded(); step++) {
      world.pass(STEP_NS);
      beside.run();
      receive(scene);
    }
    if (!scene.main().hasEnded()) {
      throw new FuzzFailure("A connection that was silent for 130 s still stands.");
    }
    report.onEndedByTarget();
  }
}
