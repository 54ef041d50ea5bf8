// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.nio.ByteBuffer;
import org.quintain.sam.Check;

/**
 * Where the user data and the protection information of a run of intervals lie in memory: one
 * behind the other in one buffer, as they are transferred, or in two places, as they are stored.
 * Mutable, to be used again.
 */
public final class IntervalLayout {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer data = NOTHING;
  private ByteBuffer information = NOTHING;
  private int dataAt;
  private int informationAt;
  private int dataStride;
  private int informationStride;
  private int intervalBytes;

  /** Each interval's user data followed by its protection information, from {@code at} on. */
  public IntervalLayout interleaved(ProtectionFormat format, ByteBuffer bytes, int at) {
    intervalBytes = format.intervalBytes();
    data = bytes;
    information = bytes;
    dataAt = at;
    informationAt = at + intervalBytes;
    dataStride = intervalBytes + ProtectionInformation.BYTES;
    informationStride = dataStride;
    return this;
  }

  /** User data on end from {@code at} on, protection information on end from another place on. */
  public IntervalLayout apart(
      ProtectionFormat format, ByteBuffer bytes, int at, ByteBuffer tags, int tagsAt) {
    intervalBytes = format.intervalBytes();
    data = bytes;
    information = tags;
    dataAt = at;
    informationAt = tagsAt;
    dataStride = intervalBytes;
    informationStride = ProtectionInformation.BYTES;
    return this;
  }

  /** How many bytes of user data an interval has. */
  public int intervalBytes() {
    return intervalBytes;
  }

  /** The CRC of the user data of interval {@code index}. */
  int guardOf(int index) {
    return Crc16T10Dif.of(data, dataAt + index * dataStride, intervalBytes);
  }

  /** The protection information of interval {@code index}. */
  public long information(int index) {
    return ProtectionInformation.read(information, informationAt + index * informationStride);
  }

  /** Replaces the protection information of interval {@code index}. */
  public void information(int index, long value) {
    ProtectionInformation.write(information, informationAt + index * informationStride, value);
  }

  /** Gives interval {@code index} the tags of {@code value} and the guard of its own data. */
  void informationWithOwnGuard(int index, long value) {
    information(
        index,
        ProtectionInformation.of(
            guardOf(index),
            ProtectionInformation.applicationTag(value),
            ProtectionInformation.referenceTag(value)));
  }

  /**
   * Moves {@code count} intervals from where {@code from} has them to here. Both may lie in one
   * buffer: with data that moves up, the last interval goes first.
   */
  public void moveFrom(IntervalLayout from, int count, boolean lastFirst) {
    Check.that(intervalBytes == from.intervalBytes, "intervals keep their length when they move");
    for (int step = 0; step < count; step++) {
      int index = lastFirst ? count - 1 - step : step;
      long moved = from.information(index);
      data.put(
          dataAt + index * dataStride,
          from.data,
          from.dataAt + index * from.dataStride,
          intervalBytes);
      information(index, moved);
    }
  }

  /** Lets go of the memory. */
  public void clear() {
    data = NOTHING;
    information = NOTHING;
  }
}
