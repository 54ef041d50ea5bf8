// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

/**
 * The limits of a target device: everything is allocated when it is made.
 *
 * @param commandsPerReactor command slots of each reactor that nexuses live on
 * @param commandsPerNexus how many commands one nexus may have open
 * @param nexusesMax how many nexuses there may be, shared out evenly among the reactors
 * @param isMemoryDirect whether data blocks lie outside the heap, as sockets and files want them
 * @param traceEvents how many of the last events are kept for the case that an invariant breaks
 */
public record TargetDeviceConfig(
    int commandsPerReactor,
    int commandsPerNexus,
    int nexusesMax,
    boolean isMemoryDirect,
    int traceEvents) {

  /** Checks the limits; throws {@link IllegalArgumentException} with one sentence. */
  public TargetDeviceConfig {
    if (commandsPerReactor < 1 || commandsPerNexus < 1 || nexusesMax < 1 || traceEvents < 1) {
      throw new IllegalArgumentException("Every limit of a target device is 1 or more.");
    }
  }

  /** Limits for serving real initiators: 512 command slots and about 120 MiB for each reactor. */
  public static TargetDeviceConfig production() {
    return new TargetDeviceConfig(512, 128, 2048, true, 1024);
  }

  /** Small limits on the heap, for simulations and tests, of which many live in one process. */
  public static TargetDeviceConfig small() {
    return new TargetDeviceConfig(64, 32, 16, false, 256);
  }
}
