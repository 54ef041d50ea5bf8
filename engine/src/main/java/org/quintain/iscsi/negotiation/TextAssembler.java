// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import java.nio.ByteBuffer;

/**
 * Joins the text of PDUs whose C bit says that more follows (RFC 7143 6.2) into one list of keys,
 * within a bound, so that a peer cannot make us keep more than that.
 */
public final class TextAssembler {
  /** What every implementation takes at least (RFC 7143 6.2). */
  public static final int BOUND_BYTES = 8_192;

  /** What a target takes: several PDUs of keys (RFC 7143 6.2 leaves it to us to take more). */
  public static final int TARGET_BOUND_BYTES = 32_768;

  /** What authentication methods with long items ask for (RFC 7143 6.2). */
  public static final int AUTHENTICATION_BOUND_BYTES = 65_536;

  private static final int FIRST_BYTES = 1024;

  private final int boundBytes;
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private boolean tooLong;

  /** An assembler of at most {@code boundBytes} bytes. */
  public TextAssembler(int boundBytes) {
    this.boundBytes = boundBytes;
  }

  /**
   * Takes the data segment of one PDU: {@code lengthBytes} of {@code segment} from {@code offset}
   * on.
   */
  public void onSegment(ByteBuffer segment, int offset, int lengthBytes) {
    int needed = bytes.position() + lengthBytes;
    if (tooLong || needed > boundBytes) {
      tooLong = true;
      return;
    }
    if (needed > bytes.capacity()) {
      int next = Math.min(boundBytes, Math.max(FIRST_BYTES, 2 * needed));
      bytes = ByteBuffer.allocate(next).put(bytes.flip());
    }
    bytes.put(bytes.position(), segment, offset, lengthBytes);
    bytes.position(bytes.position() + lengthBytes);
  }

  /** Whether something of an unfinished text is kept. */
  public boolean isPartial() {
    return tooLong || bytes.position() > 0;
  }

  /** The text is complete: reads it into {@code keys} and starts anew. */
  public NegotiationResult takeKeys(TextKeyList keys) {
    NegotiationResult result =
        tooLong
            ? NegotiationResult.initiatorError("more than " + boundBytes + " bytes of keys")
            : keys.parse(bytes, 0, bytes.position());
    reset();
    return result;
  }

  /** Forgets what is kept. */
  public void reset() {
    if (bytes.capacity() > BOUND_BYTES) {
      bytes = ByteBuffer.allocate(0);
    }
    bytes.clear();
    tooLong = false;
  }

  /** Whether more came than the bound allows; {@link #takeKeys} will say so. */
  public boolean isTooLong() {
    return tooLong;
  }
}
