// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One connection that is fuzzed, what stands beside it, and what is under way. */
final class FuzzScene implements AutoCloseable {
  private static final long ISID_RANDOM = 0x8000_0000_0000L;

  private final FuzzWorld world;
  private final FuzzStage stage;
  private final Random random;
  private final FuzzSession session;
  private final FuzzJournal journal = new FuzzJournal();
  private @Nullable FuzzConnection main;
  private @Nullable FuzzConnection other;

  // What PDUs that are right refer to.
  private int loginStage = 1;
  private boolean isLoginBegun;
  private long commandTag = FuzzPdu.NO_TAG;
  private @Nullable FuzzPdu readyToTransfer;
  private long unsolicitedTag = FuzzPdu.NO_TAG;
  private long textTag = FuzzPdu.NO_TAG;
  private long textTransferTag = FuzzPdu.NO_TAG;
  private long pingTag = FuzzPdu.NO_TAG;
  private boolean isLogoutSent;
  private @Nullable FuzzPdu challenge;
  private @Nullable FuzzReport report;

  FuzzScene(FuzzWorld world, FuzzStage stage, long number, Random random) {
    this.world = world;
    this.stage = stage;
    this.random = random;
    boolean chap =
        stage == FuzzStage.CHAP_AGREED
            || stage == FuzzStage.CHAP_CHALLENGED
            || stage == FuzzStage.CHAP_DONE;
    this.session =
        new FuzzSession(
            world.initiatorName(),
            chap ? world.chapTargetName() : world.targetName(),
            ISID_RANDOM | number);
  }

  FuzzWorld world() {
    return world;
  }

  FuzzStage stage() {
    return stage;
  }

  Random random() {
    return random;
  }

  FuzzSession session() {
    return session;
  }

  FuzzJournal journal() {
    return journal;
  }

  /** The connection that is fuzzed. */
  FuzzConnection main() {
    FuzzConnection present = main;
    if (present == null) {
      throw new IllegalStateException("a scene has a connection once its stage is reached");
    }
    return present;
  }

  FuzzConnection openMain(int cid) {
    FuzzConnection opened = new FuzzConnection(world, session, cid, journal);
    main = opened;
    return opened;
  }

  FuzzConnection openOther(int cid) {
    FuzzConnection opened = new FuzzConnection(world, session, cid, journal);
    other = opened;
    return opened;
  }

  @Nullable FuzzConnection other() {
    return other;
  }

  int loginStage() {
    return loginStage;
  }

  void loginStage(int current) {
    loginStage = current;
    isLoginBegun = true;
  }

  /** Whether the connection under fuzz has sent who it is. */
  boolean isLoginBegun() {
    return isLoginBegun;
  }

  /** A command that is under way, or the reserved tag. */
  long commandTag() {
    return commandTag;
  }

  void commandTag(long tag) {
    commandTag = tag;
  }

  /** An R2T that nobody answered, or null. */
  @Nullable FuzzPdu readyToTransfer() {
    return readyToTransfer;
  }

  void readyToTransfer(FuzzPdu r2t) {
    readyToTransfer = r2t;
  }

  long unsolicitedTag() {
    return unsolicitedTag;
  }

  void unsolicitedTag(long tag) {
    unsolicitedTag = tag;
  }

  long textTag() {
    return textTag;
  }

  long textTransferTag() {
    return textTransferTag;
  }

  void text(long tag, long transferTag) {
    textTag = tag;
    textTransferTag = transferTag;
  }

  long pingTag() {
    return pingTag;
  }

  void pingTag(long tag) {
    pingTag = tag;
  }

  /** Whether a PDU went out that may have been a Logout Request. */
  boolean isLogoutSent() {
    return isLogoutSent;
  }

  void onLogoutSent() {
    isLogoutSent = true;
  }

  /** The Login Response with the target's CHAP challenge, or null. */
  @Nullable FuzzPdu challenge() {
    return challenge;
  }

  void challenge(FuzzPdu response) {
    challenge = response;
  }

  void report(FuzzReport counting) {
    report = counting;
  }

  /** The text of a PDU was mutated: what the target read may be anything. */
  void onTextMutated(TextMutation mutation) {
    FuzzReport counting = report;
    if (counting != null) {
      counting.onTextMutated(mutation);
    }
    main().judge().onTextMutated();
  }

  /** Learns from what came what to refer to. */
  void learn(FuzzPdu answer) {
    if (answer.opcode() == FuzzKind.R2T.opcode()) {
      readyToTransfer = answer;
    } else if (answer.opcode() == FuzzKind.TEXT_RESPONSE.opcode()) {
      text(answer.tag(), answer.u32(20));
    } else if (answer.opcode() == FuzzKind.NOP_IN.opcode() && answer.tag() == FuzzPdu.NO_TAG) {
      pingTag = answer.u32(20);
    }
  }

  @Override
  public void close() {
    for (FuzzConnection each : new FuzzConnection[] {main, other}) {
      if (each != null) {
        each.close();
      }
    }
  }
}
