// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.scsi;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a target sends, the suite's parsers make something of it. */
class ParsersLaws {
  @Property(seed = "1840716026", tries = 300)
  void neverFailsOnNoise(@ForAll byte[] noise) {
    assertThat(Sense.parse(noise, noise.length).toString()).isNotEmpty();
    // SPC-5 6.35.2: each command takes eight bytes at least, behind a header of four.
    assertThat(OperationCodes.parse(noise, noise.length).commands())
        .hasSizeLessThanOrEqualTo(noise.length / 8)
        .allSatisfy(row -> assertThat(row.text()).isNotEmpty());
  }
}
