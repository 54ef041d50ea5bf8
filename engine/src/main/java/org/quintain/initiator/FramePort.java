// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import org.jspecify.annotations.Nullable;

/**
 * A bare Fibre Channel port, for suites that build and read frames themselves: it has a link, logs
 * in with nobody and answers nothing. Used by one thread, which is not a reactor's.
 */
public interface FramePort extends AutoCloseable {
  /**
   * One class 3 frame.
   *
   * @param bytes the 24-byte header and the payload, without CRC; fill bytes are there in a frame
   *     that came, and are the driver's to add to one that is sent, with F_CTL's count of them
   * @param initiates whether it begins with SOFi3 and not with SOFn3
   */
  record Frame(byte[] bytes, boolean initiates) {
    /** How long a frame's header is. */
    public static final int HEADER_BYTES = 24;

    /** How long a frame is at most, header and payload. */
    public static final int BYTES_MAX = HEADER_BYTES + 2112;
  }

  /** The port's own N_Port_Name, which a login says. */
  long portName();

  /** The port's own Node_Name, which a login says. */
  long nodeName();

  /** Whether a fabric or one peer is at the far end, where FLOGI gives an address. */
  boolean hasFabric();

  /** The address identifier that the link itself gave; 0 where logging in gives one. */
  int assignedPortId();

  /** Where the link itself found the port of that name; 0 where a name server knows it. */
  int neighbourPortId(long portName);

  /** The longest frame payload that the link takes here. */
  int framePayloadMax();

  /** Whether the link is up. */
  boolean isUp();

  /**
   * Sends {@code frame} as it is but for its fill bytes; CRC and delimiters are the driver's: EOFt
   * where F_CTL says End_Sequence, else EOFn. Lost without a word where the link is down.
   */
  void send(Frame frame);

  /** The next good frame that came, waiting at most {@code timeoutNs} for it; null if none came. */
  @Nullable Frame receive(long timeoutNs);

  /** Takes the port off its link, without a word to anybody. */
  @Override
  void close();
}
