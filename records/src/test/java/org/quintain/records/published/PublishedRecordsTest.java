// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quintain.records.json.InvalidRecordException;

class PublishedRecordsTest {
  private final PublishedRecords published = PublishedRecords.load();

  @Test
  void indexNamesExactlyTheFilesThatAreThereInOrder() throws IOException {
    Path directory = Path.of("src/main/resources/org/quintain/records/published");
    try (Stream<Path> files = Files.walk(directory)) {
      List<String> names =
          files
              .filter(f -> f.toString().endsWith(".yaml"))
              .map(f -> directory.relativize(f).toString().replace('\\', '/'))
              .sorted()
              .toList();
      assertThat(PublishedRecords.index()).containsExactlyInAnyOrderElementsOf(names);
    }
    assertThat(published.records()).extracting(PublishedRecord::id).isSorted();
    assertThat(published.workloads()).extracting(PublishedWorkload::id).isSorted();
  }

  @Test
  void everyRecordNamesItsSourcesAndEveryPointIsANumberOfItsUnit() {
    assertThat(published.records()).hasSizeGreaterThanOrEqualTo(25);
    for (PublishedRecord record : published.records()) {
      assertThat(record.sources()).as(record.id()).isNotEmpty();
      for (Point point : record.points()) {
        assertThat(Double.isFinite(point.baseValue())).as(record.id() + " " + point.key()).isTrue();
        assertThat(point.value()).as(record.id() + " " + point.key()).isPositive();
      }
    }
  }

  @Test
  void whatWasNotReadIsMarkedUnverified() {
    for (String id : List.of("k2-spc1", "hds-g1000", "datacore-psp5", "huawei")) {
      assertThat(published.record(id).orElseThrow().evidence())
          .as(id)
          .isEqualTo(Evidence.UNVERIFIED);
    }
  }

  @Test
  void everythingNamedAfterSpcSaysThatItIsNoSpcResult() {
    assertThat(published.records())
        .filteredOn(r -> (r.id() + r.title()).toLowerCase(java.util.Locale.ROOT).contains("spc"))
        .hasSizeGreaterThanOrEqualTo(7)
        .allSatisfy(r -> assertThat(r.notice()).contains("not an SPC result"));
    assertThat(published.workload("spc1-like").orElseThrow().notice())
        .contains("not an SPC result");
  }

  @Test
  void holdsTheWholeSrpSweepWithItsHoldOuts() {
    PublishedRecord srp = published.record("scst-srp-2011").orElseThrow();

    assertThat(srp.points()).hasSize(31);
    assertThat(point(srp, "iops bs=4096 iodepth=1 rw=read").value()).isEqualTo(27154.518);
    assertThat(point(srp, "iops bs=67108864 iodepth=1 rw=write").value()).isEqualTo(28.021);
    assertThat(point(srp, "iops bs=4096 iodepth=32 rw=read").use()).isEqualTo(Use.HOLDOUT);
    assertThat(srp.points()).filteredOn(p -> p.use() == Use.CALIBRATION).hasSize(12);
  }

  @Test
  void workedExampleOfMaxOutstandingR2tIsConsistentWithItsOwnTimes() {
    PublishedRecord r2t = published.record("scst-r2t").orElseThrow();
    for (int outstanding : new int[] {1, 16}) {
      String at = " max_outstanding_r2t=" + outstanding;
      double seconds = point(r2t, "completion-time" + at).baseValue() / 1e9;
      double iops = point(r2t, "iops" + at).baseValue();
      assertThat(iops).isEqualTo(1 / seconds, within(0.5));
      assertThat(point(r2t, "bandwidth" + at).baseValue()).isEqualTo(iops * 2e6, within(1e6));
    }
  }

  @Test
  void computedPointsOfLittlesLawFollowFromTheReadOnes() {
    PublishedRecord spdk = published.record("spdk-80m").orElseThrow();
    double rate = point(spdk, "iops bs=512 cores=8 rw=randread").baseValue();
    double seconds = point(spdk, "latency-mean bs=512 cores=8 rw=randread").baseValue() / 1e9;

    assertThat(point(spdk, "outstanding cores=8").baseValue())
        .isEqualTo(rate * seconds, within(1.0));
  }

  @Test
  void spc1LikeStreamsAddUpToTheTheoreticalMix() {
    PublishedWorkload workload = published.workload("spc1-like").orElseThrow();
    double reads = 0;
    double meanBytes = 0;
    for (WorkloadStream stream : workload.streams()) {
      reads += stream.share() / 100 * stream.readPercent();
      for (SizeShare size : stream.sizes()) {
        meanBytes += stream.share() / 100 * size.percent() / 100 * size.bytes();
      }
    }

    assertThat(workload.streams()).hasSize(8);
    assertThat(reads).isEqualTo(39.44, within(0.01));
    assertThat(meanBytes / 1024).isEqualTo(8.014, within(0.001));
  }

  @Test
  void shipsTheWorkloadsThatUsersKnow() {
    assertThat(published.workloads())
        .extracting(PublishedWorkload::id)
        .containsExactly(
            "iometer-file-server",
            "jesd219-enterprise",
            "snia-pts-iops",
            "spc1-like",
            "spc2-like",
            "ssd-steady-state",
            "vmmark2-tile");
    assertThat(published.workload("snia-pts-iops").orElseThrow().streams()).hasSize(56);
  }

  @Test
  void refusesFaultyFilesWithASentenceForEachFault() {
    String yaml =
        """
        id: other
        title: An SPC-1 figure
        when: 2011
        evidence: rumour
        sources: []
        points:
          - {metric: iops, value: many, unit: ops/s}
        """;
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageContaining("x.yaml: when must be a text that is not empty, but is 2011")
        .hasMessageContaining("x.yaml: evidence must be one of read, computed, unverified")
        .hasMessageContaining("x.yaml: points[0].value must be a number, but is \"many\"");
  }

  @Test
  void refusesFilesWhosePartsContradictEachOther() {
    String yaml =
        """
        id: other
        title: An SPC-1 figure
        when: "2011"
        evidence: read
        sources: []
        points:
          - {metric: iops, value: 1, unit: us}
          - {metric: iops, value: 2, unit: ops/s}
        """;
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageContaining("x.yaml: id must be the name of the file")
        .hasMessageContaining("x.yaml: sources must name at least one source")
        .hasMessageContaining("x.yaml: notice must contain the words \"not an SPC result\"")
        .hasMessageContaining("x.yaml: points[0].unit us is no unit of iops")
        .hasMessageContaining("x.yaml: points[1] is there twice");
  }

  @Test
  void refusesWhatIsNotYaml() {
    assertThatThrownBy(() -> read("id: [unclosed"))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageStartingWith("x.yaml: cannot be read: ");
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageStartingWith("x.yaml: must be an object");
  }

  private static PublishedRecord read(String yaml) {
    return PublishedRecords.readRecord(yaml.getBytes(StandardCharsets.UTF_8), "x.yaml");
  }

  private static Point point(PublishedRecord record, String key) {
    return record.points().stream().filter(p -> p.key().equals(key)).findFirst().orElseThrow();
  }
}
