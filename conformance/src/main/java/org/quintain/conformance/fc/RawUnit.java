// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.scsi.Bytes;

/**
 * A sequence that came, from its first frame to the one with End_Sequence: an information unit, a
 * link service.
 *
 * @param frames its frames in the order they came
 * @param payload what they carry together, without fill bytes
 */
public record RawUnit(List<RawFrame> frames, byte[] payload) {
  static RawUnit of(List<RawFrame> frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames.forEach(frame -> all.writeBytes(frame.payload()));
    return new RawUnit(List.copyOf(frames), all.toByteArray());
  }

  /** Its first frame. */
  public RawFrame first() {
    return frames.get(0);
  }

  /** Its last frame. */
  public RawFrame last() {
    return frames.get(frames.size() - 1);
  }

  /** R_CTL. */
  public int routing() {
    return first().routing();
  }

  /** Byte {@code index} of the payload; the case fails where it is not that long. */
  public int u8(int index) {
    need(index + 1);
    return Bytes.u8(payload, index);
  }

  /** 16 bits of the payload. */
  public int u16(int index) {
    need(index + 2);
    return Bytes.u16(payload, index);
  }

  /** 24 bits of the payload. */
  public int u24(int index) {
    need(index + 3);
    return Bytes.u24(payload, index);
  }

  /** 32 bits of the payload. */
  public long u32(int index) {
    need(index + 4);
    return Bytes.u32(payload, index);
  }

  /** 64 bits of the payload. */
  public long u64(int index) {
    need(index + 8);
    return Bytes.u64(payload, index);
  }

  /** How long the payload is. */
  public int length() {
    return payload.length;
  }

  private void need(int length) {
    if (payload.length < length) {
      throw CaseEnd.fail(this + " is " + payload.length + " bytes long, too short.");
    }
  }

  @Override
  public String toString() {
    return first() + (frames.size() == 1 ? "" : " and " + (frames.size() - 1) + " frames more");
  }
}
