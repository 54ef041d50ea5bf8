// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.trace;

import java.util.Locale;
import org.quintain.sim.random.RandomStream;

/** What a trace event says, and what its two numbers mean. */
public enum TraceKind {
  CONNECTED("stream", ""),
  SEGMENT_SENT("bytes", "crc"),
  SEGMENT_ARRIVED("bytes", "at"),
  RECEIVED("bytes", "crc"),
  END_OF_STREAM("stream", ""),
  DISCONNECTED("stream", ""),
  FRAME_SENT("bytes", "crc"),
  SEQUENCE_SENT("bytes", "header"),
  PACKET_SENT("bytes", "crc"),
  RUN_SENT("bytes", "number"),
  LINK_UP("epoch", ""),
  LINK_DOWN("epoch", ""),
  LINK_RESET("epoch", ""),
  FAULT("number", "argument"),
  STORE_SUBMITTED("request", "offset"),
  STORE_COMPLETED("request", "result"),
  COMMAND_SUBMITTED("command", "operation"),
  COMMAND_ENDED("command", "outcome"),
  MANAGEMENT_SUBMITTED("function", "command"),
  MANAGEMENT_ENDED("function", "response"),
  NEXUS_UP("initiator", "nexus"),
  NEXUS_DOWN("initiator", "nexus"),
  POWER_LOST("lost", "torn"),
  POWER_ON("cycle", ""),
  ENGINE("event", "numbers"),
  PHASE("phase", "");

  private final String label;
  private final String firstName;
  private final String secondName;
  private final long hash;

  TraceKind(String firstName, String secondName) {
    this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.firstName = firstName;
    this.secondName = secondName;
    this.hash = RandomStream.hash(name());
  }

  /** The kind as lines spell it. */
  public String label() {
    return label;
  }

  /** What the first number is, empty for nothing. */
  public String firstName() {
    return firstName;
  }

  /** What the second number is, empty for nothing. */
  public String secondName() {
    return secondName;
  }

  long hash() {
    return hash;
  }
}
