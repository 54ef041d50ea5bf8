// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.wire;

/** What became of the nexus' other channels (SRP r16a table 13). */
public enum MultichannelResult {
  /** There were none. */
  NO_EXISTING_CHANNELS,
  /** They were ended. */
  EXISTING_CHANNELS_TERMINATED,
  /** They go on. */
  EXISTING_CHANNELS_CONTINUE;

  private static final MultichannelResult[] ALL = values();

  /** How it is coded. */
  public int code() {
    return ordinal();
  }

  /** The result that {@code code} stands for; a code without a meaning says nothing of others. */
  static MultichannelResult of(int code) {
    return code < ALL.length ? ALL[code] : NO_EXISTING_CHANNELS;
  }
}
