// SPDX-License-Identifier: Apache-2.0
package org.quintain.sam;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.200.3.4, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.168.1.128/25, 192.168.1.200, true",
    "192.168.1.128/25, 192.168.1.127, false",
    "0.0.0.0/0, 255.1.2.3, true",
    "0.0.0.0/0, ::1, false",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "127.0.0.1, ::ffff:127.0.0.1, true",
    "2001:db8::/32, 2001:db8:ffff::9, true",
    "2001:db8::/32, 2001:db9::9, false",
    "::/0, 2001:db8::1, true",
    "::/0, 10.0.0.1, false",
    "[fe80::1], fe80::1%eth0, true",
    "2001:db8::/127, 2001:db8::2, false"
  })
  void containsWhatSharesThePrefix(String range, String address, boolean contained) {
    AddressRange read = AddressRange.parse(range);
    InternetAddress one = InternetAddress.parse(address);
    assertThat(read).isNotNull();
    assertThat(one).isNotNull();
    assertThat(read.contains(one)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "10.0.0", "10.0.0.256", "10.0.0.1/33", "10.0.0.1/-1", "10.0.0.1/", "10.0.0.1/x",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1::2", ":::", "12345::", "::g", "::/129",
        "iqn.2026-11.org:x", "*", "[10.0.0.1]", "1.2.3.4:5", "1:2:3:4:5:6:7:8::", "::1.2.3"
      })
  void readsNothingElse(String text) {
    assertThat(AddressRange.parse(text)).isNull();
  }

  @Property(seed = "793709388")
  void readsEveryAddressThatTheJdkWrites(@ForAll @Size(16) byte[] bytes)
      throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress(bytes);
    InternetAddress read = InternetAddress.parse(address.getHostAddress());
    assertThat(read).isNotNull();
    assertThat(InetAddress.getByName(read.toString())).isEqualTo(address);
    assertThat(InternetAddress.ofHostAndPort("[" + address.getHostAddress() + "]:3260"))
        .isEqualTo(read);
  }

  @Property(seed = "3810119348")
  void neverThrows(@ForAll String text) {
    InternetAddress read = InternetAddress.parse(text);
    assertThat(read == null || !read.toString().isEmpty()).isTrue();
    assertThat(InternetAddress.host(text)).isNotNull();
  }

  @Test
  void knowsWhatHoldsOnOneLinkOnly() {
    assertThat(link("fe80::1")).isTrue();
    assertThat(link("febf::1")).isTrue();
    assertThat(link("fec0::1")).isFalse();
    assertThat(link("169.254.7.7")).isTrue();
    assertThat(link("169.253.7.7")).isFalse();
  }

  private static boolean link(String text) {
    InternetAddress address = InternetAddress.parse(text);
    assertThat(address).isNotNull();
    return address.isLinkLocal();
  }
}
