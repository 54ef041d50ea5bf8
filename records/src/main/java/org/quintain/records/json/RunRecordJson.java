// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.quintain.records.RunRecord;

/** Reads and writes run records as JSON; both ways only what the validator accepts. */
public final class RunRecordJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private RunRecordJson() {}

  /**
   * The JSON text of a record, indented, ending with a line feed; equal records give equal bytes.
   *
   * @throws InvalidRecordException if the record would not be read back
   */
  public static byte[] toBytes(RunRecord record) {
    JsonNode tree = MAPPER.valueToTree(record);
    refuseProblems(RunRecordValidator.validate(tree, "record " + record.id()));
    DefaultIndenter lineFeed = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lineFeed).withArrayIndenter(lineFeed);
    try {
      String text = MAPPER.writer(printer).writeValueAsString(tree);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values always has a text", e);
    }
  }

  /**
   * Reads a record.
   *
   * @param json the file's bytes
   * @param file what to call the file in sentences about faults
   * @throws InvalidRecordException with one sentence per fault
   */
  public static RunRecord fromBytes(byte[] json, String file) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(json);
    } catch (IOException e) {
      throw new InvalidRecordException(
          List.of(new Problem(file, "", "is not JSON: " + firstLine(e))));
    }
    refuseProblems(RunRecordValidator.validate(tree, file));
    try {
      return MAPPER.treeToValue(tree, RunRecord.class);
    } catch (JsonProcessingException e) {
      throw new InvalidRecordException(
          List.of(new Problem(file, "", "cannot be read as a run record: " + firstLine(e))));
    }
  }

  /**
   * Reads a record from a file.
   *
   * @throws InvalidRecordException with one sentence per fault
   * @throws IOException if the file cannot be read
   */
  public static RunRecord read(Path file) throws IOException {
    return fromBytes(Files.readAllBytes(file), file.toString());
  }

  private static void refuseProblems(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidRecordException(problems);
    }
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
