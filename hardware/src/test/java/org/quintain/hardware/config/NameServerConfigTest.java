// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NameServerConfigTest {
  private static NameServerConfig read(String attributes) throws ConfigurationException {
    String text = "TARGET_DRIVER iscsi {\nenabled 1\n" + attributes + "\n}\n";
    return ServeConfig.parse("c", text).driver().nameServer();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          iSNSServer 10.0.0.5                        | 10.0.0.5:3205          | false
          iSNSServer names.example.org:4000          | names.example.org:4000 | false
          iSNSServer "10.0.0.5 AccessControl"        | 10.0.0.5:3205          | true
          iSNSServer 2001:db8::5                     | [2001:db8::5]:3205     | false
          iSNSServer [2001:db8::5]:99 AccessControl  | [2001:db8::5]:99       | true
          iSNSServer [2001:db8::5]                   | [2001:db8::5]:3205     | false
          iSNSServer a ; isns_access_control 1 | a:3205                 | true
          """)
  void readsWhereTheServerIsAsAnScstUserWritesIt(String text, String server, boolean isControlled)
      throws ConfigurationException {
    NameServerConfig config = read(text.replace(" ; ", "\n"));
    assertThat(config.text()).isEqualTo(server);
    assertThat(config.isAccessControl()).isEqualTo(isControlled);
    assertThat(config.registrationPeriodSeconds()).isEqualTo(300);
    assertThat(config.inquiryIntervalSeconds()).isZero();
  }

  @Test
  void hasNoneWhereNoneIsGiven() throws ConfigurationException {
    assertThat(read("isns_entity_name us")).isNull();
    assertThat(read("iSNSServer \"\"")).isNull();
  }

  @Test
  void readsWhatTheEntityIsCalledAndHowOftenItShowsLife() throws ConfigurationException {
    NameServerConfig config =
        read("iSNSServer a\nisns_entity_name us\nisns_registration_period 60\nisns_esi_interval 9");
    assertThat(config.entityName()).isEqualTo("us");
    assertThat(config.registrationPeriodSeconds()).isEqualTo(60);
    assertThat(config.inquiryIntervalSeconds()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"a b", "a AccessControl now", "a:70000", ":1"})
  void saysWhatAServerIs(String text) {
    assertThatThrownBy(() -> read("iSNSServer \"" + text + "\""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "c:3: \"iSNSServer\" is a host, with :port where that is not 3205, and perhaps"
                + " \"AccessControl\", not \""
                + text
                + "\".");
  }
}
