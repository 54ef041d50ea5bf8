// SPDX-License-Identifier: Apache-2.0
package org.quintain.ib.transport;

/** A read of the peer's that is to be answered: where from, how much, and how far it is. */
final class ReadAnswer {
  int firstSequenceNumber;
  int packets;
  long address;
  int key;
  long lengthBytes;
  int messageSequenceNumber;

  /** How many answers were sent. */
  int sent;

  /** Whether the peer asks once more for what was answered before. */
  boolean isRepeat;
}
