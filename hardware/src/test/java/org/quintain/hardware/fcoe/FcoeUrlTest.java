// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How URLs of FCoE are spelled. */
final class FcoeUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fcoe:eth1/20:00:02:00:00:00:00:0a/0",
        "fcoe:eth1.100/20:00:02:00:00:00:00:0a/16383",
        "fcoe:udp:127.0.0.1:31000,127.0.0.1:31001/20:00:02:00:00:00:00:0a/1",
        "fcoe:eth1/20:00:02:00:00:00:00:0a/0?initiator=20:00:02:00:00:00:01:0b",
        "fcoe:eth1/20:00:02:00:00:00:00:0a/0?initiator=20:00:02:00:00:00:01:0b"
            + "&also=20:00:02:00:00:00:00:0c"
      })
  void writesWhatItReads(String url) {
    assertThat(FcoeUrl.parse(url)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fcoe:",
        "fcoe:eth1",
        "fcoe:eth1/20:00:02:00:00:00:00:0a",
        "fcoe:eth1/20:00:02:00:00:00:00/0",
        "fcoe:eth1/20:00:02:00:00:00:00:0a/16384",
        "fcoe:eth1/20:00:02:00:00:00:00:0a/x",
        "fcoe:udp:127.0.0.1:31000/20:00:02:00:00:00:00:0a/0",
        "fcoe:udp:127.0.0.1:31000,127.0.0.1:65536/20:00:02:00:00:00:00:0a/0",
        "fcoe:eth1/20:00:02:00:00:00:00:0a/0?lun=1",
        "fcoe:a name/20:00:02:00:00:00:00:0a/0"
      })
  void saysWhatIsWrong(String url) {
    assertThatThrownBy(() -> FcoeUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .endsWith(".");
  }
}
