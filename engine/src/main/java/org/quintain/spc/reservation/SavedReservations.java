// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a {@link ReservationState} is saved as. What does not persist is saved as nothing,
 * so that it is not there after the next power on.
 *
 * <pre>
 * | "QPR1" | TYPE (1) | COUNT (4) | COUNT × registration | CRC-32 of all before (4) |
 * registration: | KEY (8) | RELATIVE TARGET PORT (2) | HOLDER (1) | PROTOCOL (1) | LENGTH (2) | name |
 * </pre>
 */
final class SavedReservations {
  /** The name it is saved under. */
  static final String NAME = "persistent-reservations";

  private static final int MAGIC = 0x51505231;
  private static final int HEADER_BYTES = 9;
  private static final int REGISTRATION_BYTES = 14;
  private static final int CRC_BYTES = 4;

  private SavedReservations() {}

  static byte[] encode(ReservationState state) {
    ReservationState kept = state.isPersistent() ? state : ReservationState.EMPTY;
    List<byte[]> names =
        kept.registrations().stream()
            .map(one -> one.nexus().initiator().portName().getBytes(StandardCharsets.UTF_8))
            .toList();
    int room = HEADER_BYTES + names.stream().mapToInt(n -> REGISTRATION_BYTES + n.length).sum();
    ByteBuffer into = ByteBuffer.allocate(room + CRC_BYTES);
    ReservationType type = kept.type();
    into.putInt(MAGIC).put((byte) (type == null ? 0 : type.code()));
    into.putInt(kept.registrations().size());
    for (int index = 0; index < names.size(); index++) {
      Registration one = kept.registrations().get(index);
      byte[] name = names.get(index);
      into.putLong(one.key());
      into.putShort((short) one.nexus().relativeTargetPort());
      into.put((byte) (one.nexus().equals(kept.holder()) ? 1 : 0));
      into.put((byte) one.nexus().initiator().protocolIdentifier());
      into.putShort((short) name.length).put(name);
    }
    into.putInt(crc(into.array(), room));
    return into.array();
  }

  private static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /**
   * What was saved, null for nothing.
   *
   * @throws IllegalArgumentException with one sentence when it is damaged: to begin without the
   *     reservations that a cluster relies on would be worse than not to begin
   */
  static ReservationState decode(String unit, byte @Nullable [] saved) {
    if (saved == null) {
      return ReservationState.EMPTY;
    }
    ByteBuffer from = ByteBuffer.wrap(saved);
    int body = saved.length - CRC_BYTES;
    if (body < HEADER_BYTES || from.getInt(body) != crc(saved, body) || from.getInt() != MAGIC) {
      throw new IllegalArgumentException(
          "The saved persistent reservations of "
              + unit
              + " are damaged; take them away to begin without.");
    }
    ReservationType type = ReservationType.ofCode(from.get());
    int count = from.getInt();
    List<Registration> registrations = new ArrayList<>();
    NexusName holder = null;
    for (int index = 0; index < count; index++) {
      long key = from.getLong();
      int port = from.getShort() & 0xFFFF;
      boolean isHolder = from.get() != 0;
      int protocol = from.get();
      byte[] name = new byte[from.getShort()];
      from.get(name);
      TransportId initiator = new TransportId(protocol, new String(name, StandardCharsets.UTF_8));
      NexusName nexus = new NexusName(initiator, port);
      registrations.add(new Registration(nexus, key));
      holder = isHolder ? nexus : holder;
    }
    return new ReservationState(registrations, type, holder, 0, count > 0);
  }
}
