// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.load;

/** Told how far a job is, about twice a second of real time, by the thread that runs the load. */
@FunctionalInterface
public interface LoadProgress {
  /**
   * @param job the section's name, with {@code (verify)} behind it while data is read back
   * @param share how much is done, 0 to 1
   * @param iops operations per second since the measured window began
   * @param bytesPerSecond bytes per second since then
   */
  void onProgress(String job, double share, double iops, double bytesPerSecond);
}
