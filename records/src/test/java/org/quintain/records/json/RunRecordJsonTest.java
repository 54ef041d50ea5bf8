// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.quintain.records.RunRecord;
import org.quintain.records.Samples;

class RunRecordJsonTest {
  @Test
  void readsBackWhatItWrote() {
    RunRecord record = Samples.record("run-1");

    assertThat(RunRecordJson.fromBytes(RunRecordJson.toBytes(record), "x")).isEqualTo(record);
  }

  @Test
  void writesEqualBytesForEqualRecords() {
    assertThat(RunRecordJson.toBytes(Samples.record("a")))
        .isEqualTo(RunRecordJson.toBytes(Samples.record("a")));
  }

  @Test
  void spellsLevelsAndDirectionsInLowerCaseAndVerdictsInUpperCase() {
    String json = new String(RunRecordJson.toBytes(Samples.record("a")), StandardCharsets.UTF_8);

    assertThat(json)
        .contains("\"level\" : \"shall\"", "\"direction\" : \"read\"", "\"verdict\" : \"FAIL\"")
        .endsWith("}\n");
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    String json =
        new String(
            RunRecordJson.toBytes(
                RunRecord.builder()
                    .commandLine(Samples.record("a").commandLine())
                    .software(Samples.record("a").software())
                    .setup(Samples.record("a").setup())
                    .build()),
            StandardCharsets.UTF_8);

    assertThat(json).doesNotContain("seed").doesNotContain("null").doesNotContain("notes");
  }

  @Test
  void refusesToWriteARecordItWouldNotRead() {
    assertThatThrownBy(() -> RunRecordJson.toBytes(Samples.record("../escape")))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageContaining("record ../escape: id must be 1 to 128 letters");
  }

  @Test
  void saysThatAFileIsNotJson() {
    byte[] bytes = "{\"schemaVersion\": 1,".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> RunRecordJson.fromBytes(bytes, "runs/a/record.json"))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageStartingWith("runs/a/record.json: is not JSON: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void saysThatAnEmptyFileIsNoRecord() {
    assertThatThrownBy(() -> RunRecordJson.fromBytes(new byte[0], "record.json"))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageStartingWith("record.json: ");
  }
}
