// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.quintain.records.json.InvalidRecordException;
import org.quintain.records.json.Problem;

/** The published records and workloads that ship with Quintain, and the reader of such files. */
public final class PublishedRecords {
  /** Files of the class path, one name a line: a jar cannot be listed without opening it. */
  private static final String INDEX = "index.txt";

  private static final String WORKLOADS = "workloads/";

  private static final ObjectMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final List<PublishedRecord> records;
  private final List<PublishedWorkload> workloads;

  private PublishedRecords(List<PublishedRecord> records, List<PublishedWorkload> workloads) {
    this.records = List.copyOf(records);
    this.workloads = List.copyOf(workloads);
  }

  /** Reads everything that ships with Quintain, sorted by id. */
  public static PublishedRecords load() {
    List<PublishedRecord> records = new ArrayList<>();
    List<PublishedWorkload> workloads = new ArrayList<>();
    for (String name : index()) {
      byte[] bytes = resource(name);
      if (name.startsWith(WORKLOADS)) {
        workloads.add(readWorkload(bytes, name));
      } else {
        records.add(readRecord(bytes, name));
      }
    }
    records.sort(Comparator.comparing(PublishedRecord::id));
    workloads.sort(Comparator.comparing(PublishedWorkload::id));
    return new PublishedRecords(records, workloads);
  }

  /** All published records, sorted by id. */
  public List<PublishedRecord> records() {
    return records;
  }

  /** All published workloads, sorted by id. */
  public List<PublishedWorkload> workloads() {
    return workloads;
  }

  /** The record with an id, if there is one. */
  public Optional<PublishedRecord> record(String id) {
    return records.stream().filter(r -> r.id().equals(id)).findFirst();
  }

  /** The workload with an id, if there is one. */
  public Optional<PublishedWorkload> workload(String id) {
    return workloads.stream().filter(w -> w.id().equals(id)).findFirst();
  }

  /**
   * Reads a record's YAML.
   *
   * @param file what to call the file; its name must be the record's id
   * @throws InvalidRecordException with one sentence per fault
   */
  public static PublishedRecord readRecord(byte[] yaml, String file) {
    return read(yaml, file, PublishedShapes.RECORD, PublishedRecord.class);
  }

  /**
   * Reads a workload's YAML.
   *
   * @param file what to call the file; its name must be the workload's id
   * @throws InvalidRecordException with one sentence per fault
   */
  public static PublishedWorkload readWorkload(byte[] yaml, String file) {
    return read(yaml, file, PublishedShapes.WORKLOAD, PublishedWorkload.class);
  }

  private static <T> T read(byte[] yaml, String file, String shape, Class<T> type) {
    try {
      JsonNode tree = YAML.readTree(yaml);
      List<Problem> problems = PublishedValidator.validate(tree, shape, file);
      if (!problems.isEmpty()) {
        throw new InvalidRecordException(problems);
      }
      return YAML.treeToValue(tree, type);
    } catch (IOException e) {
      String firstLine = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InvalidRecordException(
          List.of(new Problem(file, "", "cannot be read: " + firstLine)));
    }
  }

  /** The names in the index, in its order. */
  static List<String> index() {
    return new String(resource(INDEX), StandardCharsets.UTF_8)
        .lines()
        .map(String::trim)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static byte[] resource(String name) {
    try (InputStream in = PublishedRecords.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks the published file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the published file " + name + " cannot be read", e);
    }
  }
}
