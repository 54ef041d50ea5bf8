// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi.fuzz;

/** What is done to a PDU that was right for where the connection stands. */
public enum FuzzMutation {
  /** Nothing: the PDU is right as far as there is a right one. */
  NONE,
  /** Bits in bytes 1 to 3, most of which are reserved in most PDUs. */
  RESERVED_BITS,
  FLAGS,
  IMMEDIATE_BIT,
  LUN,
  TASK_TAG,
  /** Bytes 20 to 23: Target Transfer Tag, Expected Data Transfer Length, referenced tag, CID. */
  WORD_20,
  CMD_SN,
  EXP_STAT_SN,
  /** Bytes 32 to 47, one word: CDB, DataSN, Buffer Offset, BegRun, RunLength, RefCmdSN. */
  WORDS_32,
  /** Some of all bytes 32 to 47. */
  CDB,
  DATA_ADDED,
  DATA_DROPPED,
  ANNOUNCED_LONGER,
  ANNOUNCED_SHORTER,
  ANNOUNCED_HUGE,
  ADDITIONAL_ANNOUNCED,
  ADDITIONAL_NOISE,
  ADDITIONAL_CDB,
  SEGMENT_TOO_LONG,
  WRONG_HEADER_DIGEST,
  WRONG_DATA_DIGEST,
  BIT_FLIPS,
  HEADER_NOISE,
  ALL_ZERO,
  ALL_ONES,
  /** Bytes that are no PDU. */
  NOISE,
  /** The connection ends within the PDU. */
  CUT_SHORT,
  /** One byte at a time. */
  CRUMBS,
  TWICE,
  /** Several PDUs in one piece. */
  COALESCED,
  /** What the text of the PDU says, as {@link TextMutation} has it. */
  TEXT
}
