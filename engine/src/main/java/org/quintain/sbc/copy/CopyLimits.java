// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.copy;

/** The limits that VPD page 8Fh and RECEIVE COPY OPERATING PARAMETERS tell and the parsers hold. */
final class CopyLimits {
  /** MAXIMUM CSCD DESCRIPTOR COUNT. */
  static final int CSCDS_MAX = 16;

  /** MAXIMUM SEGMENT DESCRIPTOR COUNT. */
  static final int SEGMENTS_MAX = 64;

  /** MAXIMUM DESCRIPTOR LIST LENGTH in bytes. */
  static final int DESCRIPTOR_LIST_BYTES_MAX =
      CSCDS_MAX * CscdDescriptors.LENGTH_BYTES + SEGMENTS_MAX * SegmentDescriptors.LENGTH_BYTES;

  /** MAXIMUM SEGMENT LENGTH in bytes. */
  static final long SEGMENT_BYTES_MAX = 1L << 28;

  /** MAXIMUM CONCURRENT COPIES of one logical unit. */
  static final int COPIES_MAX = 32;

  /** DATA SEGMENT GRANULARITY as a power of two: 512 bytes. */
  static final int GRANULARITY_EXPONENT = 9;

  /** MAXIMUM RANGE DESCRIPTORS of a token command. */
  static final int RANGES_MAX = 64;

  /** MAXIMUM TOKEN TRANSFER SIZE in bytes. */
  static final long TOKEN_BYTES_MAX = 1L << 30;

  /** DEFAULT INACTIVITY TIMEOUT of a token in seconds. */
  static final int TOKEN_SECONDS_DEFAULT = 60;

  /** MAXIMUM INACTIVITY TIMEOUT of a token in seconds. */
  static final int TOKEN_SECONDS_MAX = 3600;

  /** How many tokens one disk keeps at a time. */
  static final int TOKENS_MAX = 64;

  /** What the table of commands recommends for commands that copy, in seconds. */
  static final int RECOMMENDED_SECONDS = 600;

  /** HELD DATA DISCARD: how long what is to be reported about a copy stays, in seconds. */
  static final int HELD_SECONDS = 60;

  private CopyLimits() {}
}
