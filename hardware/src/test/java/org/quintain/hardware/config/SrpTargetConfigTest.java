// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How SRP's target ports are configured. */
final class SrpTargetConfigTest {
  private static final long GUID = 0x0200_0000_0000_0A0BL;
  private static final String LINK = "link 127.0.0.1";

  private static List<SrpTargetConfig> read(String driver) throws ConfigurationException {
    return ServeConfig.parse("c", "TARGET_DRIVER ib_srpt {\n" + driver + "\n}").srpTargets();
  }

  private static String target(String name, String... attributes) {
    return "TARGET " + name + " {\n" + String.join("\n", attributes) + "\n}\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fe80:0000:0000:0000:0200:0000:0000:0a0b",
        "0xfe800000000000000200000000000a0b",
        "0200:0000:0000:0a0b",
        "0x0200000000000A0B",
        "0200000000000a0b"
      })
  void knowsATargetByItsGidOrItsGuid(String name) throws ConfigurationException {
    SrpTargetConfig read = read(target(name, LINK)).get(0);

    assertThat(read.guid()).isEqualTo(GUID);
    assertThat(read.name()).isEqualTo(name);
  }

  @Test
  void listensAtThePortOfTheDriverUnlessItHasItsOwn() throws ConfigurationException {
    List<SrpTargetConfig> read =
        read(
            "rdma_cm_port 6000\n"
                + target("0x0000000000000001", LINK)
                + target("0x0000000000000002", "link 127.0.0.2", "rdma_cm_port 0")
                + target("0x0000000000000003", "link 127.0.0.3", "enabled 0")
                + target("0x0000000000000004", "link 127.0.0.4", "rel_tgt_id 77"));

    assertThat(read).extracting(SrpTargetConfig::guid).containsExactly(1L, 2L, 4L);
    assertThat(read).extracting(SrpTargetConfig::rdmaCmPort).containsExactly(6_000, 0, 6_000);
    assertThat(read)
        .extracting(SrpTargetConfig::relativeTargetId)
        .containsExactly(2_001, 2_002, 77);
    assertThat(read(target("0x0000000000000001", LINK)).get(0).rdmaCmPort()).isEqualTo(5_555);
  }

  @Test
  void takesPacketsByUdpOrFramesInDatagrams() throws ConfigurationException {
    SrpTargetConfig.Link plain = read(target("0x0000000000000001", "link ::1")).get(0).link();
    SrpTargetConfig.Link frames =
        read(target("0x0000000000000001", "link udp:127.0.0.1:4000,127.0.0.2:5000,10.0.0.7"))
            .get(0)
            .link();

    assertThat(plain.local()).isNull();
    assertThat(plain.remote()).isNull();
    assertThat(plain.address().getHostAddress()).isEqualTo("0:0:0:0:0:0:0:1");
    assertThat(frames.local()).isEqualTo(new InetSocketAddress("127.0.0.1", 4_000));
    assertThat(frames.remote()).isEqualTo(new InetSocketAddress("127.0.0.2", 5_000));
    assertThat(frames.gid().ipv4()).isEqualTo(0x0A00_0007);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "eth0",
        "cafe",
        "0.0.0.0",
        "::",
        "udp:127.0.0.1:4000",
        "udp:127.0.0.1:4000,127.0.0.1:65536,10.0.0.7",
        "udp:127.0.0.1:4000,127.0.0.1:5000,fe80::1"
      })
  void saysWhatALinkIs(String link) {
    assertThatThrownBy(() -> read(target("0x0000000000000001", "link " + link)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "c:3: \"link\" is an address of this machine in digits, or"
                + " udp:HERE:PORT,THERE:PORT,OUR-IPV4-ADDRESS, not \""
                + link
                + "\".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rdma_cm_port 65536|c:3: \"rdma_cm_port\" is a number from 0 to 65535, not \"65536\".",
        "rel_tgt_id 0|c:3: \"rel_tgt_id\" is a number from 1 to 65535, not \"0\".",
        "enabled yes|c:3: \"enabled\" is 0 or 1, not \"yes\".",
        "portal 127.0.0.1|c:3: \"portal\" is no attribute of a TARGET of ib_srpt; allowed are",
        "addr_method FLAT|c:3: \"addr_method\" is only PERIPHERAL here: LUNs up to 255",
        "link 127.0.0.2|c:4: \"link\" stands in line 3 already; it is given once."
      })
  void saysInOneSentenceWhatIsWrong(String attribute, String sentence) {
    assertThatThrownBy(() -> read(target("0x0000000000000001", attribute, LINK)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(sentence)
        .hasMessageEndingWith(".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "TARGET 0x1 {;LINK;}|c:2: \"0x1\" is no GID, which has eight groups of four hexadecimal"
            + " digits, and no GUID, which has 16.",
        "TARGET 0x0000000000000001 two {;LINK;}|c:2: TARGET has one name.",
        "TARGET 0x0000000000000001 {;enabled 1;}|c:2: a TARGET of ib_srpt has a \"link\": an"
            + " address of this machine in digits, or udp:HERE:PORT,THERE:PORT,OUR-IPV4-ADDRESS.",
        "TARGET 0x0000000000000001 {;LINK;};TARGET 0000000000000001 {;link 127.0.0.2;}|c:5: TARGET"
            + " 0x0000000000000001 stands in line 2 already.",
        "TARGET 0x0000000000000001 {;LINK;};TARGET 0x0000000000000002 {;LINK;}|c:6: \"link\" is"
            + " an address of its own for each TARGET, not \"127.0.0.1\", which TARGET"
            + " 0x0000000000000001 in line 2 has.",
        "rdma_cm_port none|c:2: \"rdma_cm_port\" is a number from 0 to 65535, not \"none\"."
      })
  void saysWhichTargetIsWrong(String driver, String sentence) {
    assertThatThrownBy(() -> read(driver.replace("LINK", LINK).replace(';', '\n')))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(sentence);
  }
}
