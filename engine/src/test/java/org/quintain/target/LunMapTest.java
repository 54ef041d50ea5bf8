// SPDX-License-Identifier: Apache-2.0
package org.quintain.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quintain.testing.Client.cdb;
import static org.quintain.testing.Client.filled;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.store.RamStore;
import org.quintain.testing.Client;
import org.quintain.testing.Disk;

final class LunMapTest {
  private static final byte[] WRITE_BLOCK_0 = cdb(0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0);

  private final Disk disk = Disk.inMemory(512, 64);
  private final LogicalUnit other =
      disk.device().addLogicalUnit(LogicalUnitConfig.named("other").build(), new RamStore(1 << 20));

  private static boolean matches(String pattern, String name) {
    return new InitiatorPattern(pattern).matches(name);
  }

  @Test
  void matchesPatternsAsScstDoes() {
    assertThat(matches("iqn.x:a", "iqn.x:a")).isTrue();
    assertThat(matches("iqn.x:a", "iqn.x:ab")).isFalse();
    assertThat(matches("IQN.X:A", "iqn.x:a")).isTrue();
    assertThat(matches("iqn.x:?", "iqn.x:a")).isTrue();
    assertThat(matches("iqn.x:?", "iqn.x:")).isFalse();
    assertThat(matches("iqn*a", "iqn.x:a")).isTrue();
    assertThat(matches("*", "")).isTrue();
    assertThat(matches("*x*b*", "iqn.x:aba")).isTrue();
    assertThat(matches("!iqn.x:a", "iqn.x:b")).isTrue();
    assertThat(matches("!iqn.x:a", "iqn.x:a")).isFalse();
    assertThat(matches("iqn.x:!a", "iqn.x:b")).isTrue();
    assertThat(matches("iqn.x:!a", "iqn.y:b")).isFalse();
    assertThat(matches("!*a", "iqn.x:b")).isTrue();
    assertThat(matches("", "")).isTrue();
  }

  @Property(seed = "1658694878")
  void aStarMatchesWhateverTakesItsPlace(
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String before,
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String within,
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String after) {
    String name = before + within + after;
    assertThat(matches(before + "*" + after, name)).isTrue();
    assertThat(matches(before + "?".repeat(within.length()) + after, name)).isTrue();
    assertThat(matches("!" + before + "*" + after, name)).isFalse();
  }

  @Test
  void takesTheFirstGroupThatMatchesAndTheDefaultForTheRest() {
    LunMap map =
        LunMap.builder()
            .map(0, disk.unit())
            .group("first", "iqn.x:special", "iqn.x:a*")
            .map(3, other)
            .group("second", "iqn.x:*")
            .map(5, other, true)
            .build();
    assertThat(map.groupOf("iqn.x:abc").name()).isEqualTo("first");
    assertThat(map.groupOf("iqn.x:b").name()).isEqualTo("second");
    assertThat(map.groupOf("iqn.y:b").luns()).containsOnlyKeys(0);
  }

  @Test
  void showsEachInitiatorItsOwnUnitsOnly() {
    TargetPort port =
        disk.device()
            .addPort(
                new TargetPortConfig(
                    "iqn.x:t2",
                    2,
                    LunMap.builder()
                        .map(0, disk.unit())
                        .group("ro", "iqn.x:ro")
                        .map(0, disk.unit(), true)
                        .map(7, other)
                        .build()));
    Client everybody = new Client(disk.world(), port, "iqn.x:any").clearUnitAttentions();
    Client reader = new Client(disk.world(), port, "iqn.x:ro").clearUnitAttentions();
    assertThat(everybody.out(WRITE_BLOCK_0, filled(512, 1)).status()).isZero();
    assertThat(reader.out(WRITE_BLOCK_0, filled(512, 2)).code()).isEqualTo(0x072700);
    assertThat(reader.in(cdb(0x1A, 8, 8, 0, 255, 0), 255).data()[2]).isEqualTo((byte) 0x90);
    assertThat(everybody.in(cdb(0x1A, 8, 8, 0, 255, 0), 255).data()[2]).isEqualTo((byte) 0x10);
    assertThat(everybody.lun(7L << 48).in(cdb(0x12, 0, 0, 0, 96, 0), 96).data()[0])
        .isEqualTo((byte) 0x7F);
    assertThat(reader.lun(7L << 48).in(cdb(0x12, 0, 0, 0, 96, 0), 96).data()[0]).isZero();
  }

  @Test
  void tellsWhatCannotBeMapped() {
    assertThatThrownBy(() -> LunMap.builder().map(16384, other))
        .hasMessage("A LUN is 0 to 16383, not 16384.");
    assertThatThrownBy(() -> LunMap.builder().map(1, other).map(1, disk.unit()))
        .hasMessage("LUN 1 is mapped twice.");
    assertThatThrownBy(
            () -> disk.device().addPort(new TargetPortConfig("iqn.x:again", 1, LunMap.EMPTY)))
        .hasMessage(
            "The relative target port identifier 1 of iqn.x:again is that of "
                + Disk.TARGET
                + " already.");
    assertThatThrownBy(() -> new TargetPortConfig("iqn.x:p", 0, LunMap.EMPTY))
        .hasMessage("The relative target port identifier of iqn.x:p is 1 to 65535, not 0.");
  }

  @Test
  void tellsInitiatorsApartByTheirAddressesToo() {
    LunMap map =
        LunMap.builder()
            .group("v4", "10.1.0.0/16", "192.168.0.7")
            .group("v6", "2001:db8::/32")
            .group("names", "iqn.y:*")
            .build();
    assertThat(map.groupOf("iqn.x:a", "10.1.2.3:4000", "").name()).isEqualTo("v4");
    assertThat(map.groupOf("iqn.x:a", "192.168.0.7:1", "").name()).isEqualTo("v4");
    assertThat(map.groupOf("iqn.x:a", "192.168.0.8:1", "").name()).isEmpty();
    assertThat(map.groupOf("iqn.x:a", "[2001:db8::9]:4000", "").name()).isEqualTo("v6");
    assertThat(map.groupOf("iqn.y:a", "[2001:db9::9]:4000", "").name()).isEqualTo("names");
    assertThat(map.groupOf("iqn.y:a").name()).isEqualTo("names");
  }

  @Test
  void holdsPatternsAgainstNameAndPortalWhereThatIsAskedFor() {
    LunMap map =
        LunMap.builder().perPortal(true).group("one", "iqn.x:a#10.0.0.1", "*#2001:db8::1").build();
    assertThat(map.groupOf("iqn.x:a", "10.0.0.9:5", "10.0.0.1:3260").name()).isEqualTo("one");
    assertThat(map.groupOf("iqn.x:a", "10.0.0.9:5", "10.0.0.2:3260").name()).isEmpty();
    assertThat(map.groupOf("iqn.z:a", "[::1]:5", "[2001:db8::1]:3260").name()).isEqualTo("one");
  }
}
