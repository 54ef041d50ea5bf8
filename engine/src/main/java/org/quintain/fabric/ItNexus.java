// SPDX-License-Identifier: Apache-2.0
package org.quintain.fabric;

import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.sam.ItNexusIdentity;

/**
 * An I_T nexus at run time (SAM-5 4.6): made by the engine when a fabric reports it, gone with its
 * loss. Owned by the reactor of its wire.
 */
public final class ItNexus {
  private final int index;
  private final ItNexusIdentity identity;
  private final TransportServices transport;
  private final Reactor reactor;
  private @Nullable Object engineContext;
  private long commandsOver;
  private long dataInBytes;
  private long dataOutBytes;

  /**
   * Made by the engine alone.
   *
   * @param index the nexus' number within its target device, from 0, used again after its loss
   */
  public ItNexus(
      int index, ItNexusIdentity identity, TransportServices transport, Reactor reactor) {
    this.index = index;
    this.identity = identity;
    this.transport = transport;
    this.reactor = reactor;
  }

  /** The nexus' number within its target device. */
  public int index() {
    return index;
  }

  /** Who stands at its ends. */
  public ItNexusIdentity identity() {
    return identity;
  }

  /** The fabric that carries it. */
  public TransportServices transport() {
    return transport;
  }

  /** The reactor its wire lives on: all calls between fabric and engine for it happen there. */
  public Reactor reactor() {
    return reactor;
  }

  /** A command of this nexus is over, which transferred so many bytes. */
  public void onCommandOver(long dataIn, long dataOut) {
    commandsOver++;
    dataInBytes += dataIn;
    dataOutBytes += dataOut;
  }

  /** How many of its commands are over. */
  public long commandsOver() {
    return commandsOver;
  }

  /** How many bytes those gave to the initiator. */
  public long dataInBytes() {
    return dataInBytes;
  }

  /** How many bytes those took from the initiator. */
  public long dataOutBytes() {
    return dataOutBytes;
  }

  /** What the engine keeps for this nexus. */
  public @Nullable Object engineContext() {
    return engineContext;
  }

  /** Sets what the engine keeps for this nexus. */
  public void engineContext(@Nullable Object context) {
    engineContext = context;
  }
}
