// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc;

import java.util.Arrays;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.initiator.FramePort;

/**
 * One frame as bytes: the header of FC-FS-5 clause 11 and the payload. Every field can be set to
 * anything, right or wrong, but for the count of fill bytes, which the driver adds.
 *
 * <pre>
 *  0 R_CTL  D_ID     8 TYPE   F_CTL             16 OX_ID  RX_ID
 *  4 CS_CTL S_ID    12 SEQ_ID DF_CTL SEQ_CNT    20 Parameter
 * </pre>
 */
public final class RawFrame {
  /** FCP_DATA. */
  public static final int DATA = 0x01;

  /** FCP_CONF, and a request of the common transport. */
  public static final int CONFIRM = 0x03;

  public static final int CT_REQUEST = 0x02;
  public static final int CT_REPLY = 0x03;

  /** FCP_XFER_RDY. */
  public static final int TRANSFER_READY = 0x05;

  /** FCP_CMND. */
  public static final int COMMAND = 0x06;

  /** FCP_RSP. */
  public static final int RESPONSE = 0x07;

  public static final int ELS_REQUEST = 0x22;
  public static final int ELS_REPLY = 0x23;
  public static final int FC4_REQUEST = 0x32;
  public static final int FC4_REPLY = 0x33;
  public static final int NOP = 0x80;
  public static final int ABTS = 0x81;
  public static final int BA_ACC = 0x84;
  public static final int BA_RJT = 0x85;

  public static final int TYPE_BASIC = 0x00;
  public static final int TYPE_ELS = 0x01;
  public static final int TYPE_FCP = 0x08;
  public static final int TYPE_CT = 0x20;

  /** F_CTL: from the exchange's responder. */
  public static final int RESPONDER = 0x80_0000;

  public static final int FIRST_SEQUENCE = 0x20_0000;
  public static final int LAST_SEQUENCE = 0x10_0000;
  public static final int END_SEQUENCE = 0x08_0000;

  /** F_CTL: CS_CTL carries a priority. */
  public static final int PRIORITY = 0x02_0000;

  /** F_CTL: sequence initiative goes over. */
  public static final int INITIATIVE = 0x01_0000;

  /** F_CTL: Parameter is a relative offset. */
  public static final int RELATIVE_OFFSET = 0x08;

  /** An OX_ID or RX_ID that names nothing. */
  public static final int NO_ID = 0xFFFF;

  private static final int FILL_BYTES = 3;

  private final byte[] header;
  private byte[] payload = new byte[0];
  private boolean initiates = true;

  private RawFrame(byte[] header) {
    this.header = header;
  }

  /** An empty frame. */
  public static RawFrame of(int routing, int type, int control) {
    return new RawFrame(new byte[FramePort.Frame.HEADER_BYTES])
        .set(0, 1, routing)
        .set(8, 1, type)
        .set(9, 3, control);
  }

  /** A frame that came. */
  static RawFrame received(FramePort.Frame frame) {
    byte[] bytes = frame.bytes();
    int length = FramePort.Frame.HEADER_BYTES;
    RawFrame came = new RawFrame(Arrays.copyOf(bytes, length));
    came.payload = Arrays.copyOfRange(bytes, length, bytes.length);
    came.initiates = frame.initiates();
    return came;
  }

  FramePort.Frame toFrame() {
    byte[] bytes = Arrays.copyOf(header, header.length + payload.length);
    System.arraycopy(payload, 0, bytes, header.length, payload.length);
    return new FramePort.Frame(bytes, initiates);
  }

  /** Sets a header field of {@code width} bytes. */
  public RawFrame set(int index, int width, long value) {
    Bytes.put(header, index, width, value);
    return this;
  }

  /** Sets D_ID and S_ID. */
  public RawFrame between(int destination, int source) {
    return set(1, 3, destination).set(5, 3, source);
  }

  /** Sets OX_ID and RX_ID. */
  public RawFrame exchange(int originatorId, int responderId) {
    return set(16, 2, originatorId).set(18, 2, responderId);
  }

  /** Sets SEQ_ID and SEQ_CNT. */
  public RawFrame sequence(int id, int count) {
    return set(12, 1, id).set(14, 2, count);
  }

  /** Sets the payload. */
  public RawFrame payload(byte[] bytes) {
    payload = bytes.clone();
    return this;
  }

  /** Lets it begin with SOFi3 or with SOFn3. */
  public RawFrame initiates(boolean isFirst) {
    initiates = isFirst;
    return this;
  }

  /** Byte {@code index} of the header, unsigned. */
  public int u8(int index) {
    return Bytes.u8(header, index);
  }

  /** Whether it begins with SOFi3. */
  public boolean initiates() {
    return initiates;
  }

  /** R_CTL. */
  public int routing() {
    return u8(0);
  }

  /** D_ID. */
  public int destination() {
    return Bytes.u24(header, 1);
  }

  /** S_ID. */
  public int source() {
    return Bytes.u24(header, 5);
  }

  /** TYPE. */
  public int type() {
    return u8(8);
  }

  /** F_CTL. */
  public int control() {
    return Bytes.u24(header, 9);
  }

  /** Whether all of {@code bits} of F_CTL are set. */
  public boolean has(int bits) {
    return (control() & bits) == bits;
  }

  /** SEQ_ID. */
  public int sequenceId() {
    return u8(12);
  }

  /** SEQ_CNT. */
  public int count() {
    return Bytes.u16(header, 14);
  }

  /** OX_ID. */
  public int originatorExchange() {
    return Bytes.u16(header, 16);
  }

  /** RX_ID. */
  public int responderExchange() {
    return Bytes.u16(header, 18);
  }

  /** Parameter. */
  public long parameter() {
    return Bytes.u32(header, 20);
  }

  /** How many fill bytes F_CTL tells of. */
  public int fillBytes() {
    return control() & FILL_BYTES;
  }

  /** The payload without its fill bytes. */
  public byte[] payload() {
    return Arrays.copyOf(payload, Math.max(0, payload.length - fillBytes()));
  }

  /** The length of the payload with its fill bytes. */
  public int fieldBytes() {
    return payload.length;
  }

  /** A copy that can be bent by itself. */
  public RawFrame copy() {
    return new RawFrame(header.clone()).payload(payload).initiates(initiates);
  }

  @Override
  public String toString() {
    return name()
        + (initiates ? " [" : " SOFn3 [")
        + Bytes.hex(header)
        + "]"
        + (payload.length == 0 ? "" : " " + Bytes.hex(payload, 0, payload.length));
  }

  private String name() {
    if (type() == TYPE_FCP) {
      return switch (routing()) {
        case DATA -> "FCP_DATA";
        case CONFIRM -> "FCP_CONF";
        case TRANSFER_READY -> "FCP_XFER_RDY";
        case COMMAND -> "FCP_CMND";
        case RESPONSE -> "FCP_RSP";
        case FC4_REQUEST -> "FC-4 link service";
        case FC4_REPLY -> "reply of an FC-4 link service";
        default -> "FCP with R_CTL " + Bytes.h(routing());
      };
    }
    return switch (routing()) {
      case CT_REQUEST -> "CT_IU";
      case CT_REPLY -> "reply CT_IU";
      case ELS_REQUEST -> "ELS " + command();
      case ELS_REPLY -> "reply of an ELS " + command();
      case NOP -> "NOP";
      case ABTS -> "ABTS";
      case BA_ACC -> "BA_ACC";
      case BA_RJT -> "BA_RJT";
      default -> "R_CTL " + Bytes.h(routing());
    };
  }

  private String command() {
    return payload.length == 0 || !initiates ? "" : Els.name(Bytes.u8(payload, 0));
  }
}
