// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.run;

import java.util.EnumSet;
import java.util.Locale;

/** What can go wrong in a run, as {@code --faults} names it. */
public enum FaultClass {
  /** A direction of a stream stands still for a while. */
  STALL(Wire.STREAM),
  /** A segment is lost and comes after a retransmission time-out. */
  LOSS(Wire.STREAM),
  /** A stream is reset. */
  RESET(Wire.STREAM),
  /** One end loses the stream and the other does not hear of it. */
  HALF_OPEN(Wire.STREAM),
  /** One half of a stream is shut. */
  END_OF_STREAM(Wire.STREAM),
  /** Bits change on the way where a digest covers them. */
  BIT_FLIP(Wire.STREAM),
  /** Reads and writes of a disk fail. */
  DISK_ERROR(Wire.NONE, Wire.STREAM, Wire.FRAMES, Wire.PACKETS),
  /** A disk refuses requests that it would take later. */
  DISK_BUSY(Wire.NONE, Wire.STREAM, Wire.FRAMES, Wire.PACKETS),
  /** The target's power is cut and comes back. */
  POWER_LOSS(Wire.NONE, Wire.STREAM, Wire.FRAMES, Wire.PACKETS),
  /** A reactor is held up, as by a garbage collection. */
  PAUSE(Wire.NONE, Wire.STREAM, Wire.FRAMES, Wire.PACKETS),
  /** Initiators abort commands and reset logical units. */
  TASK_MANAGEMENT(Wire.NONE, Wire.STREAM, Wire.FRAMES, Wire.PACKETS),
  /** Initiators log out and in again. */
  LOGOUT(Wire.STREAM, Wire.FRAMES, Wire.PACKETS),
  /** Initiators log in anew over a session that stands (RFC 7143 6.3.5, FC-LS-5 6.3.2). */
  REINSTATEMENT(Wire.STREAM, Wire.FRAMES, Wire.PACKETS),
  /** A frame is lost. */
  FRAME_LOSS(Wire.FRAMES),
  /** Bits of a frame change, which its CRC tells. */
  FRAME_CORRUPTION(Wire.FRAMES),
  /** A frame comes twice. */
  FRAME_DUPLICATE(Wire.FRAMES),
  /** A sequence is held back in the fabric and others overtake it. */
  FRAME_DELAY(Wire.FRAMES),
  /** A link goes down and comes up again. */
  LINK_FLAP(Wire.FRAMES),
  /** An R_RDY, or the SOF of a frame, is not recognised. */
  CREDIT_LOSS(Wire.FRAMES),
  /** A port takes its time with every frame for a while. */
  SLOW_DRAIN(Wire.FRAMES),
  /** The fabric tells of changes that are none, many times. */
  RSCN_STORM(Wire.FRAMES),
  /** A port is zoned away from the others for a while. */
  ZONE_CHANGE(Wire.FRAMES),
  /** The fabric logs a port out in the middle of what it does. */
  PORT_LOGOUT(Wire.FRAMES),
  /** A switch starts anew. */
  SWITCH_REBOOT(Wire.FRAMES),
  /** Virtual ports come and go. */
  NPIV_CHURN(Wire.FRAMES),
  /** A command is aborted at about the time that its response is due. */
  ABORT_RACE(Wire.FRAMES, Wire.PACKETS),
  /** A packet is lost. */
  PACKET_LOSS(Wire.PACKETS),
  /** Bits of a packet change, which its invariant CRC tells. */
  PACKET_CORRUPTION(Wire.PACKETS),
  /** A packet comes twice. */
  PACKET_DUPLICATE(Wire.PACKETS),
  /** A packet is held back and others overtake it. */
  PACKET_DELAY(Wire.PACKETS),
  /** A message of communication management is lost. */
  CM_LOSS(Wire.PACKETS),
  /** A queue pair breaks. */
  QUEUE_PAIR_ERROR(Wire.PACKETS),
  /** A host gives its adapter no receive buffers for a while. */
  RECEIVER_NOT_READY(Wire.PACKETS),
  /** A work request names a remote key that is none. */
  REMOTE_ACCESS_ERROR(Wire.PACKETS),
  /** Packets of two ports take another way from one moment to the next. */
  PATH_MIGRATION(Wire.PACKETS),
  /** A target takes credit back for a while. */
  CREDIT_STARVATION(Wire.PACKETS),
  /** An adapter, or its cable, is taken out and put back. */
  HCA_REMOVAL(Wire.PACKETS),
  /** A port is put out of the others' partition for a while. */
  PARTITION(Wire.PACKETS),
  /** Messages of communication management come again when their connection is gone. */
  RECONNECTION_RACE(Wire.PACKETS);

  /** The shape of a fabric's wire, which decides what can happen to it. */
  enum Wire {
    /** There is none. */
    NONE,
    /** An ordered byte stream. */
    STREAM,
    /** Links that carry frames. */
    FRAMES,
    /** Queue pairs over links that carry packets. */
    PACKETS;

    static Wire of(String fabric) {
      return switch (fabric) {
        case "direct" -> NONE;
        case "fc" -> FRAMES;
        case "srp" -> PACKETS;
        default -> STREAM;
      };
    }
  }

  private final EnumSet<Wire> wires;

  FaultClass(Wire first, Wire... others) {
    wires = EnumSet.of(first, others);
  }

  /** Whether it can happen to a fabric with a wire of that shape. */
  boolean concerns(Wire wire) {
    return wires.contains(wire);
  }

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
