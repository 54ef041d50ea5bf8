// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.Need;
import org.quintain.initiator.FabricException;
import org.quintain.records.Verdict;

/**
 * Every iSCSI case on simulated streams that are cut by each size class, both ways: TCP promises
 * bytes, not PDUs (RFC 7143 4.2.1).
 */
class SegmentationConformanceTest {
  @ParameterizedTest
  @ValueSource(strings = {"bytes", "random", "before", "edges", "behind"})
  void everyIscsiCaseEndsAsOnAWholeStream(String segments) throws FabricException {
    assertThat(ends("sim:iscsi?segments=" + segments)).isEqualTo(ends("sim:iscsi"));
  }

  private static List<String> ends(String url) throws FabricException {
    List<ConformanceCase> cases =
        Suite.all().stream().filter(one -> one.needs().contains(Need.BYTE_STREAM)).toList();
    ConformanceOptions options = ConformanceOptions.defaults().withDataLoss(true);
    try (ConformanceSession session = ConformanceSession.open(url, options)) {
      ConformanceSummary summary = ConformanceRun.run(session, cases, ConformanceListener.NONE);
      assertThat(summary.count(Verdict.PASS)).isGreaterThan(150);
      return summary.results().stream()
          .map(result -> result.id() + " " + result.verdict() + " " + result.reason())
          .toList();
    }
  }
}
