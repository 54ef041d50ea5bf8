// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.ethernet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * A link as a member of one of its VLANs, or of none, sees it (IEEE 802.1Q 9.3): it puts the tag
 * into what is sent, and gives what comes with that tag without it. Runs on the link's reactor.
 *
 * <pre>
 *  0 destination 6 | source 6 | 8100h 2 | priority 3 bits, drop 1 bit, VLAN 12 bits
 * 16 EtherType 2 | data
 * </pre>
 */
public final class VlanLink implements EthernetLink, EthernetLink.Receiver {
  /** Frames go and come without a tag. */
  public static final int UNTAGGED = 0;

  /** The highest number of a VLAN. */
  public static final int VLAN_MAX = 4_094;

  private static final int TAG = 0x8100;
  private static final int TAG_AT = 12;
  private static final int TAG_BYTES = 4;
  private static final int VLAN_MASK = 0xFFF;

  /** The priority that FCoE switches keep from being dropped unless told otherwise. */
  private static final int PRIORITY = 3 << 13;

  private static final int FRAME_BYTES_MIN = 60;

  private final EthernetLink link;
  private final ByteBuffer sent;
  private final ByteBuffer came;
  private int vlan = UNTAGGED;
  private @Nullable Receiver receiver;

  /** {@code link}, which is not open, without a tag. */
  public VlanLink(EthernetLink link) {
    this.link = link;
    int most = HEADER_BYTES + TAG_BYTES + link.maximumDataBytes();
    sent = ByteBuffer.allocateDirect(most);
    came = ByteBuffer.allocateDirect(most + FRAME_BYTES_MIN);
  }

  /** Is a member of VLAN {@code id} from now on, or of none with {@link #UNTAGGED}. */
  public void use(int id) {
    Check.that(id >= UNTAGGED && id <= VLAN_MAX, "a VLAN has a number of 12 bits", id);
    vlan = id;
  }

  /** The VLAN that it is a member of. */
  public int vlan() {
    return vlan;
  }

  @Override
  public void onEthernetFrame(long nowNs, ByteBuffer frame, int lengthBytes) {
    Receiver present = receiver;
    if (present == null || lengthBytes < HEADER_BYTES + TAG_BYTES) {
      return;
    }
    if ((frame.getShort(TAG_AT) & 0xFFFF) != TAG) {
      if (vlan == UNTAGGED || link.stripsTags()) {
        present.onEthernetFrame(nowNs, frame, lengthBytes);
      }
      return;
    }
    int rest = lengthBytes - TAG_AT - TAG_BYTES;
    // VLAN 0 is none: such a tag tells a priority alone (IEEE 802.1Q 9.6).
    if ((frame.getShort(TAG_AT + 2) & VLAN_MASK) != vlan || TAG_AT + rest > came.capacity()) {
      return;
    }
    came.put(0, frame, 0, TAG_AT);
    came.put(TAG_AT, frame, TAG_AT + TAG_BYTES, rest);
    int length = TAG_AT + rest;
    while (length < FRAME_BYTES_MIN) {
      came.put(length++, (byte) 0); // The tag counted for the least length on the way.
    }
    present.onEthernetFrame(nowNs, came, length);
  }

  @Override
  public void onLinkFailed(long nowNs, String reason) {
    Receiver present = receiver;
    if (present != null) {
      present.onLinkFailed(nowNs, reason);
    }
  }

  @Override
  public boolean send(ByteBuffer frame, int lengthBytes) {
    if (vlan == UNTAGGED) {
      return link.send(frame, lengthBytes);
    }
    int length = lengthBytes + TAG_BYTES;
    if (length > sent.capacity()) {
      return false;
    }
    sent.put(0, frame, 0, TAG_AT);
    sent.putShort(TAG_AT, (short) TAG).putShort(TAG_AT + 2, (short) (PRIORITY | vlan));
    sent.put(TAG_AT + TAG_BYTES, frame, TAG_AT, lengthBytes - TAG_AT);
    return link.send(sent, length);
  }

  @Override
  public void open(Receiver toBeGiven) {
    receiver = toBeGiven;
    link.open(this);
  }

  @Override
  public long roomAtNs(long nowNs) {
    return link.roomAtNs(nowNs);
  }

  @Override
  public void listenTo(long address) {
    link.listenTo(address);
  }

  @Override
  public void ignore(long address) {
    link.ignore(address);
  }

  @Override
  public long address() {
    return link.address();
  }

  @Override
  public int maximumDataBytes() {
    return link.maximumDataBytes();
  }

  /** The link's name, and behind a dot the VLAN if there is one. */
  @Override
  public String name() {
    return vlan == UNTAGGED ? link.name() : link.name() + "." + vlan;
  }

  @Override
  public void close() {
    receiver = null;
    link.close();
  }
}
