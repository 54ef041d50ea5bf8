// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.HdrHistogram.Histogram;
import org.quintain.records.CaseResult;
import org.quintain.records.Direction;
import org.quintain.records.DirectionResult;
import org.quintain.records.FabricUnderTest;
import org.quintain.records.Job;
import org.quintain.records.Latency;
import org.quintain.records.Level;
import org.quintain.records.LoadResult;
import org.quintain.records.RunRecord;
import org.quintain.records.Samples;
import org.quintain.records.Verdict;

class RunRecordRoundTripProperties {
  @Property(seed = "643996959", tries = 200)
  void anySoundRecordSurvivesJsonUnchanged(@ForAll("records") RunRecord record) {
    byte[] json = RunRecordJson.toBytes(record);

    RunRecord back = RunRecordJson.fromBytes(json, "record.json");

    assertThat(back).isEqualTo(record);
    assertThat(RunRecordJson.toBytes(back)).isEqualTo(json);
  }

  @Property(seed = "1748972373", tries = 200)
  void anyHistogramSurvivesItsText(@ForAll("values") List<Long> values) {
    Histogram histogram = new Histogram(3);
    values.forEach(histogram::recordValue);

    Latency latency = Latency.of(histogram);

    assertThat(latency.decode()).isEqualTo(histogram);
    assertThat(latency.count()).isEqualTo(values.size());
  }

  @Property(seed = "2768013449", tries = 300)
  void noBytesMakeTheReaderFailOtherwiseThanWithSentences(@ForAll byte[] garbage) {
    try {
      RunRecordJson.fromBytes(garbage, "g.json");
    } catch (InvalidRecordException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.getMessage()).startsWith("g.json: ");
    }
  }

  @Provide
  Arbitrary<List<Long>> values() {
    return Arbitraries.longs().between(0, 3_600_000_000_000L).list().ofMaxSize(200);
  }

  @Provide
  Arbitrary<RunRecord> records() {
    Arbitrary<String> words =
        Arbitraries.strings().ofMinLength(1).ofMaxLength(20).filter(s -> !s.isBlank());
    Arbitrary<List<CaseResult>> cases = cases(words);
    Arbitrary<List<LoadResult>> loads = loads(words);
    return Combinators.combine(words, cases, loads, Arbitraries.longs(), words.list().ofMaxSize(3))
        .as(
            (title, caseList, loadList, seed, arguments) -> {
              var builder =
                  RunRecord.builder()
                      .id("r")
                      .title(title)
                      .time("2026-11-22T15:41:00+01:00", 5)
                      .commandLine(arguments)
                      .software(Samples.record("x").software())
                      .setup(Samples.record("x").setup())
                      .seed(seed)
                      .fabric(new FabricUnderTest("f", "direct:", ""))
                      .cases(caseList)
                      .note(title);
              loadList.forEach(builder::load);
              return builder.build();
            });
  }

  private static Arbitrary<List<CaseResult>> cases(Arbitrary<String> words) {
    Arbitrary<CaseResult> one =
        Combinators.combine(
                words,
                words,
                Arbitraries.of(Level.class),
                Arbitraries.of(Verdict.class),
                Arbitraries.strings().ofMaxLength(30),
                Arbitraries.longs().greaterOrEqual(0))
            .as(
                (title, reason, level, verdict, detail, durationNs) ->
                    new CaseResult(
                        "id",
                        title,
                        "SPC-5 6.6",
                        level,
                        verdict,
                        reason,
                        detail,
                        "",
                        "",
                        durationNs,
                        "f"));
    return one.list()
        .ofMaxSize(5)
        .map(
            list -> {
              List<CaseResult> numbered = new ArrayList<>();
              for (CaseResult c : list) {
                numbered.add(
                    new CaseResult(
                        "C-" + numbered.size(),
                        c.title(),
                        c.clause(),
                        c.level(),
                        c.verdict(),
                        c.reason(),
                        c.detail(),
                        c.requires(),
                        c.repeat(),
                        c.durationNs(),
                        c.fabric()));
              }
              return numbered;
            });
  }

  private Arbitrary<List<LoadResult>> loads(Arbitrary<String> words) {
    return Combinators.combine(
            words,
            values(),
            Arbitraries.doubles().between(0, 1e9),
            Arbitraries.maps(words, Arbitraries.strings().ofMaxLength(5)).ofMaxSize(3))
        .as((name, values, iops, options) -> load(name, values, iops, options))
        .list()
        .ofMaxSize(2);
  }

  private static LoadResult load(
      String name, List<Long> values, double iops, Map<String, String> options) {
    Histogram histogram = new Histogram(3);
    values.forEach(histogram::recordValue);
    Latency latency = Latency.of(histogram);
    Job job = new Job(name, "randwrite", 4096, 1, 1, 1, 0, 0, options);
    DirectionResult write =
        new DirectionResult(
            Direction.WRITE, values.size(), 1, 0, iops, iops * 4096, latency, latency, latency);
    return new LoadResult("f", job, 1, List.of(write), List.of(), null);
  }
}
