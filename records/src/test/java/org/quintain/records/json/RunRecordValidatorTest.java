// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quintain.records.Samples;

class RunRecordValidatorTest {
  private ObjectNode root;

  @BeforeEach
  void readSample() throws IOException {
    root = (ObjectNode) new ObjectMapper().readTree(RunRecordJson.toBytes(Samples.record("a")));
  }

  private List<String> sentences() {
    return RunRecordValidator.validate(root, "f.json").stream().map(Problem::sentence).toList();
  }

  private ObjectNode object(String pointer) {
    return (ObjectNode) root.at(pointer);
  }

  @Test
  void findsNothingWrongWithASoundRecord() {
    assertThat(sentences()).isEmpty();
  }

  @Test
  void namesAllowedVerdicts() {
    object("/cases/1").put("verdict", "PASSED");

    assertThat(sentences())
        .containsExactly(
            "f.json: cases[1].verdict must be one of PASS, FAIL, SKIPPED, UNKNOWN, but is"
                + " \"PASSED\"");
  }

  @Test
  void namesAMissingField() {
    object("/setup").remove("cores");

    assertThat(sentences())
        .containsExactly("f.json: setup.cores is missing: it must be a whole number");
  }

  @Test
  void takesNullForMissing() {
    root.putNull("title");

    assertThat(sentences())
        .containsExactly("f.json: title is missing: it must be a text that is not empty");
  }

  @Test
  void refusesANegativeDuration() {
    root.put("durationNs", -1);

    assertThat(sentences()).containsExactly("f.json: durationNs must be 0 or more, but is -1");
  }

  @Test
  void refusesTextWhereANumberBelongs() {
    object("/loads/0/job").put("iodepth", "32");

    assertThat(sentences())
        .containsExactly("f.json: loads[0].job.iodepth must be a whole number, but is \"32\"");
  }

  @Test
  void refusesAnUnknownFieldAndListsTheAllowedOnes() {
    object("/software").put("build", "7");

    assertThat(sentences())
        .containsExactly(
            "f.json: software.build is not a field of Software; allowed are name, version, commit");
  }

  @Test
  void refusesAHistogramThatDoesNotDecode() {
    object("/loads/0/directions/0/total").put("histogram", "AAAA");

    assertThat(sentences())
        .containsExactly(
            "f.json: loads[0].directions[0].total.histogram must be a compressed V2 HdrHistogram in"
                + " base64, but does not decode");
  }

  @Test
  void refusesACountThatIsNotTheHistograms() {
    object("/loads/0/directions/0/completion").put("count", 999);

    assertThat(sentences())
        .containsExactly(
            "f.json: loads[0].directions[0].completion.count must be the histogram's count, 1000,"
                + " but is 999");
  }

  @Test
  void saysOnlyThatANewerSchemaIsNewer() {
    root.put("schemaVersion", 2).put("newField", 1).remove("cases");

    assertThat(sentences())
        .containsExactly(
            "f.json: schemaVersion 2 is newer than this Quintain reads, which is 1 and older; use a"
                + " newer Quintain");
  }

  @Test
  void demandsAReasonOfEveryCaseThatDidNotPass() {
    object("/cases/1").put("verdict", "SKIPPED").remove("reason");

    assertThat(sentences())
        .containsExactly(
            "f.json: cases[1].reason is missing: a case that did not pass must say why");
  }

  @Test
  void refusesAFabricThatTheRecordDoesNotList() {
    object("/cases/0").put("fabric", "sim:fc");
    object("/loads/0").put("fabric", "sim:srp");

    assertThat(sentences())
        .containsExactly(
            "f.json: cases[0].fabric must be the name of one of the record's fabrics, but is"
                + " \"sim:fc\"",
            "f.json: loads[0].fabric must be the name of one of the record's fabrics, but is"
                + " \"sim:srp\"");
  }

  @Test
  void refusesTheSameCaseTwiceOnOneFabric() {
    object("/cases/1").put("id", "RW-01");

    assertThat(sentences())
        .containsExactly(
            "f.json: cases[1].id must be unique per fabric, but RW-01 is there twice for"
                + " sim:iscsi");
  }

  @Test
  void refusesAStartWithoutZone() {
    root.put("startedAt", "2026-11-22 15:41");

    assertThat(sentences())
        .singleElement()
        .asString()
        .startsWith("f.json: startedAt must be a date and time with zone");
  }

  @Test
  void refusesASeriesThatGoesBackInTime() {
    ArrayNode series = (ArrayNode) root.at("/loads/0/series");
    ((ObjectNode) series.get(1)).put("atNs", 5);

    assertThat(sentences())
        .containsExactly("f.json: loads[0].series[1].atNs must be later than the point before it");
  }

  @Test
  void reportsEveryFaultAtOnce() {
    root.put("durationNs", -1).put("title", " ");
    object("/cases/0").put("level", "must");

    assertThat(sentences()).hasSize(3);
  }

  @Test
  void refusesARootThatIsNoObject() {
    assertThat(RunRecordValidator.validate(new ObjectMapper().createArrayNode(), "f.json"))
        .extracting(Problem::sentence)
        .containsExactly("f.json: must be an object, but is []");
  }
}
