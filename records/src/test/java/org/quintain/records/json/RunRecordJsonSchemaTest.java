// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quintain.records.CaseResult;
import org.quintain.records.Comparison;
import org.quintain.records.DirectionResult;
import org.quintain.records.FabricUnderTest;
import org.quintain.records.Job;
import org.quintain.records.Latency;
import org.quintain.records.LoadResult;
import org.quintain.records.Percentile;
import org.quintain.records.ReplayResult;
import org.quintain.records.ReplayRow;
import org.quintain.records.RunRecord;
import org.quintain.records.SeriesPoint;
import org.quintain.records.Setup;
import org.quintain.records.Software;

class RunRecordJsonSchemaTest {
  private static final String FILE = "run-record.schema.json";

  @Test
  void tableOfShapesHasExactlyTheComponentsOfTheJavaRecords() {
    List<Class<? extends Record>> types =
        List.of(
            RunRecord.class,
            Software.class,
            Setup.class,
            FabricUnderTest.class,
            LoadResult.class,
            Job.class,
            DirectionResult.class,
            Latency.class,
            Percentile.class,
            SeriesPoint.class,
            CaseResult.class,
            Comparison.class,
            ReplayResult.class,
            ReplayRow.class);

    assertThat(RunRecordShapes.all().keySet())
        .containsExactlyElementsOf(types.stream().map(Class::getSimpleName).toList());
    for (Class<? extends Record> type : types) {
      assertThat(RunRecordShapes.of(type.getSimpleName()))
          .as(type.getSimpleName())
          .extracting(FieldRule::name)
          .containsExactlyElementsOf(
              Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
    }
  }

  /**
   * Run with {@code -Dtest.jvm.module=-Dquintain.rewriteGolden=true} to rewrite the file from the
   * table.
   */
  @Test
  void publishedSchemaIsTheOneDrawnFromTheTable() throws IOException {
    if (Boolean.getBoolean("quintain.rewriteGolden")) {
      Files.writeString(
          Path.of("src/main/resources/org/quintain/records/json", FILE),
          RunRecordJsonSchema.text());
    }
    try (InputStream in = RunRecordJsonSchema.class.getResourceAsStream(FILE)) {
      assertThat(in).as(FILE + " on the class path").isNotNull();
      String published = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(published).isEqualTo(RunRecordJsonSchema.text());
    }
  }
}
