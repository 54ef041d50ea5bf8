// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** CRC32C as the RFC's examples have it (RFC 7143 appendix A.4). */
final class DigestsTest {
  private static String onTheWire(byte[] bytes) {
    Digests digest = new Digests();
    digest.reset();
    digest.updateShared(ByteBuffer.wrap(bytes), 0, bytes.length);
    ByteBuffer wire = ByteBuffer.allocate(4);
    Digests.write(wire, 0, digest.value());
    assertThat(Digests.read(wire, 0)).isEqualTo(digest.value());
    return HexFormat.of().formatHex(wire.array());
  }

  @Test
  void agreesWithTheExamplesOfTheRfc() {
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xFF);
    byte[] rising = new byte[32];
    byte[] falling = new byte[32];
    for (int index = 0; index < 32; index++) {
      rising[index] = (byte) index;
      falling[index] = (byte) (31 - index);
    }
    byte[] read =
        HexFormat.of()
            .parseHex(
                "01c000000000000000000000000000001400000000000400"
                    + "000000140000001828000000000000000200000000000000");
    assertThat(onTheWire(new byte[32])).isEqualTo("aa36918a");
    assertThat(onTheWire(ones)).isEqualTo("43aba862");
    assertThat(onTheWire(rising)).isEqualTo("4e79dd46");
    assertThat(onTheWire(falling)).isEqualTo("5cdb3f11");
    assertThat(onTheWire(read)).isEqualTo("563a96d9");
  }

  @Property(seed = "2131077714")
  void everyWayToAddTheSameBytesGivesTheSameDigest(@ForAll @Size(max = 9000) byte[] bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 3);
    direct.put(3, bytes);
    direct.limit(2).position(1);
    Digests shared = new Digests();
    shared.updateShared(ByteBuffer.wrap(bytes), 0, bytes.length);
    Digests owned = new Digests();
    int cut = bytes.length / 3;
    owned.updateOwned(direct, 3, cut);
    owned.updateOwned(direct, 3 + cut, bytes.length - cut);
    direct.clear();
    Digests scratch = new Digests();
    scratch.updateShared(direct, 3, bytes.length);
    assertThat(owned.value()).isEqualTo(shared.value());
    assertThat(scratch.value()).isEqualTo(shared.value());
  }
}
