// SPDX-License-Identifier: Apache-2.0
package org.quintain.wire;

/** Is told that the wire has taken a sequence, whose payload memory is free from then on. */
@FunctionalInterface
public interface SequenceSentListener {
  /** The last frame is out, or was given up with the link; {@code token} is the sender's own. */
  void onSequenceSent(long nowNs, int token);
}
