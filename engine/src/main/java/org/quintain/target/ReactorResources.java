// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import org.quintain.fabric.CommandPool;
import org.quintain.memory.BufferPool;
import org.quintain.reactor.Reactor;

/**
 * What one reactor has of its own, so that fabrics on it take slots and memory without asking
 * another thread.
 */
final class ReactorResources {
  private final Reactor reactor;
  private final CommandPool commands;
  private final BufferPool buffers;
  private final int[] freeNexuses;
  private int freeNexusCount;

  /** Resources for {@code reactor}, whose nexuses have the indices from {@code firstNexus} on. */
  ReactorResources(TargetDevice device, Reactor reactor, int firstNexus, int nexuses) {
    TargetDeviceConfig config = device.config();
    this.reactor = reactor;
    this.commands =
        new CommandPool(
            config.commandsPerReactor(),
            command -> command.engineContext(new Task(device, command)));
    this.buffers = BufferPool.forCommands(config.commandsPerReactor(), config.isMemoryDirect());
    this.freeNexuses = new int[nexuses];
    this.freeNexusCount = nexuses;
    for (int index = 0; index < nexuses; index++) {
      freeNexuses[index] = firstNexus + nexuses - 1 - index;
    }
  }

  Reactor reactor() {
    return reactor;
  }

  CommandPool commands() {
    return commands;
  }

  BufferPool buffers() {
    return buffers;
  }

  /** A nexus index, or -1 when all are taken. */
  int takeNexusIndex() {
    return freeNexusCount == 0 ? -1 : freeNexuses[--freeNexusCount];
  }

  void returnNexusIndex(int index) {
    freeNexuses[freeNexusCount++] = index;
  }
}
