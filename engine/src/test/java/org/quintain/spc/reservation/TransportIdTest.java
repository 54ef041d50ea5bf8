// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TransportIdTest {
  private static @Nullable TransportId read(byte[] bytes) {
    return new TransportIdReader(bytes, 0, bytes.length).next();
  }

  private static String hex(TransportId id) {
    return HexFormat.of().formatHex(id.encode());
  }

  @Test
  void writesAnIscsiPortInFormat01b() {
    TransportId id = TransportId.of(5, "iqn.2026-11.x:a,i,0x23d000001");
    assertThat(hex(id))
        .isEqualTo(
            "45000024"
                + HexFormat.of()
                    .formatHex(
                        "iqn.2026-11.x:a,i,0x00023d000001".getBytes(StandardCharsets.US_ASCII))
                + "00000000");
  }

  @Test
  void writesAnIscsiDeviceInFormat00b() {
    TransportId id = TransportId.of(5, "iqn.x");
    assertThat(hex(id)).isEqualTo("05000014" + "69716e2e78" + "00".repeat(15));
    assertThat(id.isDevice()).isTrue();
    assertThat(id.covers(TransportId.of(5, "iqn.x,i,0x1"))).isTrue();
    assertThat(id.covers(TransportId.of(5, "iqn.xy,i,0x1"))).isFalse();
  }

  @Test
  void writesFibreChannelSrpAndSasPorts() {
    assertThat(hex(TransportId.of(0, "21:00:00:24:ff:01:02:03")))
        .isEqualTo("00" + "00".repeat(7) + "21000024ff010203" + "00".repeat(8));
    assertThat(hex(TransportId.of(4, "0x0002c90300a1b2c30002c90300a1b2c4")))
        .isEqualTo("04" + "00".repeat(7) + "0002c90300a1b2c30002c90300a1b2c4");
    assertThat(hex(TransportId.of(6, "naa.5000c50012345678")))
        .isEqualTo("06" + "00".repeat(3) + "5000c50012345678" + "00".repeat(12));
  }

  @Test
  void takesTwoSpellingsOfOnePortAsOne() {
    assertThat(TransportId.of(5, "IQN.2026-11.x:A,i,0X1"))
        .isEqualTo(TransportId.of(5, "iqn.2026-11.x:a,i,0x000000000001"));
    assertThat(TransportId.of(0, "21:00:00:24:FF:01:02:03"))
        .isEqualTo(TransportId.of(0, "0x21000024ff010203"));
  }

  @Test
  void refusesWhatIsNone() {
    assertThat(read(new byte[23])).isNull();
    assertThat(read(HexFormat.of().parseHex("0f" + "00".repeat(23)))).isNull();
    assertThat(read(HexFormat.of().parseHex("40" + "00".repeat(23)))).isNull();
    assertThat(read(ReservedDisk.iscsiId(0x45, "iqn.2026-11.x:a"))).isNull();
    assertThat(read(ReservedDisk.iscsiId(0x05, "iqn.2026-11.x:a,i,0x1"))).isNull();
    assertThat(read(ReservedDisk.iscsiId(0x05, ""))).isNull();
    byte[] endless = ReservedDisk.iscsiId(0x05, "iqn.2026-11.x:abcde");
    endless[23] = 'f';
    assertThat(read(endless)).isNull();
  }

  @Property(seed = "3509325654")
  void readsWhatItWrites(
      @ForAll @AlphaChars @StringLength(min = 1, max = 200) String name,
      @ForAll @LongRange(max = 0xFFFF_FFFF_FFFFL) long isid,
      @ForAll @IntRange(max = 3) int kind) {
    String hexName = String.format("%016x", name.hashCode() * 0x9E37_79B9L);
    TransportId id =
        switch (kind) {
          case 0 -> TransportId.of(5, "iqn." + name + ",i,0x" + Long.toHexString(isid));
          case 1 -> TransportId.of(5, "eui." + name);
          case 2 -> TransportId.of(0, hexName);
          default -> TransportId.of(4, hexName + hexName);
        };
    assertThat(id.encode().length % 4).isZero();
    assertThat(id.encode().length).isGreaterThanOrEqualTo(24);
    assertThat(read(id.encode())).isEqualTo(id);
  }
}
