// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

/** A fabric, target or nexus that cannot be had; the message is one sentence for a person. */
public final class FabricException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Makes an exception that says {@code sentence}. */
  public FabricException(String sentence) {
    super(sentence);
  }

  /** Makes an exception that says {@code sentence}, caused by {@code cause}. */
  public FabricException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
