// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.fabric.ItNexus;
import org.quintain.sam.Check;
import org.quintain.srp.wire.SrpPortIdentifier;

/**
 * An I_T nexus (SRP r16a 4.3): the channels between one initiator port and one target port. It
 * stands as long as one of them does. Made by {@link SrpTargetPort}, on whose reactor it lives.
 */
public final class TargetNexus {
  private final SrpTargetPort port;
  private final SrpPortIdentifier initiatorPort;
  private final NexusServices services;
  private final List<TargetChannel> channels = new ArrayList<>();
  private final List<TargetTask> waitingFunctions = new ArrayList<>();
  private @Nullable ItNexus itNexus;
  private boolean lost;
  private int tasksInUse;
  private int ending;
  private int heldBack;

  TargetNexus(
      SrpTargetPort port,
      SrpPortIdentifier initiatorPort,
      String initiatorAddress,
      String targetAddress) {
    this.port = port;
    this.initiatorPort = initiatorPort;
    this.services = new NexusServices(this, initiatorAddress, targetAddress);
  }

  SrpTargetPort port() {
    return port;
  }

  NexusServices services() {
    return services;
  }

  void itNexus(ItNexus established) {
    itNexus = established;
  }

  /** The engine's side of it. */
  public ItNexus itNexus() {
    ItNexus present = itNexus;
    Check.that(present != null, "a nexus is the engine's before commands come");
    return present;
  }

  /** The initiator port's name. */
  public SrpPortIdentifier initiatorPort() {
    return initiatorPort;
  }

  /** Where its initiator is, empty where that is not known. */
  public String initiatorAddress() {
    return services.initiatorAddress();
  }

  /** How many commands and functions its initiator has open. */
  public int requestsOpen() {
    int open = 0;
    for (TargetChannel channel : channels) {
      open += channel.open().count();
    }
    return open;
  }

  /** How many channels it has. */
  public int channelCount() {
    return channels.size();
  }

  /** Those that belong to it, in the order in which they were accepted. */
  List<TargetChannel> channels() {
    return channels;
  }

  boolean isLost() {
    return lost;
  }

  void markLost() {
    lost = true;
  }

  /** Functions that are executed, whose responses wait for data of commands that they ended. */
  List<TargetTask> waitingFunctions() {
    return waitingFunctions;
  }

  /** Some more tasks are in use, or fewer. */
  void onTasks(int more) {
    tasksInUse += more;
  }

  /** Whether no task of it is in use. */
  boolean isClear() {
    return tasksInUse == 0;
  }

  /** Some more commands have ended whose memory the wire refers to, or fewer. */
  void onEnding(int more) {
    ending += more;
  }

  /** Whether commands of it are about to give back their slots. */
  boolean hasEnding() {
    return ending > 0;
  }

  /** Some more requests wait for tasks, or fewer. */
  void onHeldBack(int more) {
    heldBack += more;
  }

  /** Something came free. */
  void resume(long nowNs) {
    if (heldBack == 0) {
      return;
    }
    // A channel may leave meanwhile, by a logout that was held back, and none is to be passed over.
    for (TargetChannel channel : List.copyOf(channels)) {
      channel.resume(nowNs);
    }
  }
}
