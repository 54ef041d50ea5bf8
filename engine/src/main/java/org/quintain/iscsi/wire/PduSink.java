// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import java.nio.ByteBuffer;

/**
 * Who takes the PDUs that a {@link PduReceiver} finds. Buffers given to it are valid until the call
 * returns.
 */
public interface PduSink {
  /**
   * A good header with a data segment came: says where the data segment goes. With {@link
   * DataPlacement#PLACE}, {@link #destination} and {@link #destinationOffset} name the place at
   * once afterwards. Exactly one {@link #onPdu} for the same header follows, unless the stream ends
   * first.
   *
   * @param header the basic header segment at {@code base}, additional header segments behind it
   */
  DataPlacement placement(long nowNs, ByteBuffer header, int base, int dataLengthBytes);

  /**
   * The buffer just placed to; the receiver may move its position and limit until {@link #onPdu}.
   */
  ByteBuffer destination();

  /** Where in {@link #destination} the data segment begins. */
  int destinationOffset();

  /**
   * A PDU is complete.
   *
   * @param header the basic header segment at {@code base}, additional header segments behind it
   * @param data the buffer that holds the data segment; an empty one if it was read over
   * @param dataOffset where in {@code data} the data segment begins
   * @param dataLengthBytes its length, padding left out
   */
  void onPdu(
      long nowNs,
      ByteBuffer header,
      int base,
      ByteBuffer data,
      int dataOffset,
      int dataLengthBytes,
      DataSegmentState state);

  /** The stream cannot be cut into PDUs any more; the receiver ignores all that follows. */
  void onViolation(long nowNs, ReceiveViolation violation, ByteBuffer header, int base);
}
