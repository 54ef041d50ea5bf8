// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.scsi;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a target sends, the suite's parsers make something of it. */
class ParsersLaws {
  @Property(tries = 300)
  void neverFailsOnNoise(@ForAll byte[] noise) {
    assertThat(Sense.parse(noise, noise.length).toString()).isNotEmpty();
    assertThat(OperationCodes.parse(noise, noise.length).commands()).isNotNull();
  }
}
