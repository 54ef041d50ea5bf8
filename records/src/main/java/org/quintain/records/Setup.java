// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import java.util.Objects;

/**
 * The machine a run took place on. Figures of speed mean nothing without it.
 *
 * @param jdk vendor and version of the Java runtime, such as {@code Debian 17.0.15+6}
 * @param os name and version of the operating system
 * @param architecture processor architecture as the JDK names it, such as {@code amd64}
 * @param cpuModel the processor's own name, {@code unknown} where the system does not say
 * @param cores processors available to this JVM
 * @param loadAverage one-minute load average when the run began; negative where the system has none
 * @param memoryBytes physical memory in bytes; 0 where the system does not say
 */
public record Setup(
    String jdk,
    String os,
    String architecture,
    String cpuModel,
    int cores,
    double loadAverage,
    long memoryBytes) {
  /** Makes the value; no part is null. */
  public Setup {
    Objects.requireNonNull(jdk, "jdk");
    Objects.requireNonNull(os, "os");
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(cpuModel, "cpuModel");
  }
}
