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
  DISK_ERROR(Wire.NONE, Wire.STREAM, Wire.FRAMES),
  /** A disk refuses requests that it would take later. */
  DISK_BUSY(Wire.NONE, Wire.STREAM, Wire.FRAMES),
  /** The target's power is cut and comes back. */
  POWER_LOSS(Wire.NONE, Wire.STREAM, Wire.FRAMES),
  /** A reactor is held up, as by a garbage collection. */
  PAUSE(Wire.NONE, Wire.STREAM, Wire.FRAMES),
  /** Initiators abort commands and reset logical units. */
  TASK_MANAGEMENT(Wire.NONE, Wire.STREAM, Wire.FRAMES),
  /** Initiators log out and in again. */
  LOGOUT(Wire.STREAM, Wire.FRAMES),
  /** Initiators log in anew over a session that stands (RFC 7143 6.3.5, FC-LS-5 6.3.2). */
  REINSTATEMENT(Wire.STREAM, Wire.FRAMES),
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
  ABORT_RACE(Wire.FRAMES);

  /** The shape of a fabric's wire, which decides what can happen to it. */
  enum Wire {
    /** There is none. */
    NONE,
    /** An ordered byte stream. */
    STREAM,
    /** Links that carry frames. */
    FRAMES;

    static Wire of(String fabric) {
      return switch (fabric) {
        case "direct" -> NONE;
        case "fc" -> FRAMES;
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
