// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Draws the JSON Schema (draft 2020-12) for outsiders from the same table the validator walks. The
 * drawn file is kept beside this class as {@code run-record.schema.json} and a test holds the two
 * together.
 */
public final class RunRecordJsonSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RunRecordJsonSchema() {}

  /** The schema as indented JSON text, ending with a line feed. */
  public static String text() {
    return new ObjectMapper().valueToTree(tree()).toPrettyString().replace("\r\n", "\n") + "\n";
  }

  private static ObjectNode tree() {
    ObjectNode root = NODES.objectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("$id", "urn:quintain:run-record");
    root.put("title", "Quintain run record");
    root.put("$ref", "#/$defs/" + RunRecordShapes.ROOT);
    ObjectNode definitions = root.putObject("$defs");
    RunRecordShapes.all().forEach((name, rules) -> definitions.set(name, shape(rules)));
    return root;
  }

  private static ObjectNode shape(List<FieldRule> rules) {
    ObjectNode shape = NODES.objectNode();
    shape.put("type", "object");
    shape.put("additionalProperties", false);
    ArrayNode required = shape.putArray("required");
    ObjectNode properties = shape.putObject("properties");
    for (FieldRule rule : rules) {
      if (rule.required()) {
        required.add(rule.name());
      }
      properties.set(rule.name(), field(rule));
    }
    return shape;
  }

  private static ObjectNode field(FieldRule rule) {
    ObjectNode field = NODES.objectNode();
    field.put("description", rule.description());
    switch (rule.kind()) {
      case TEXT -> field.put("type", "string").put("minLength", 1);
      case ANY_TEXT -> field.put("type", "string");
      case INTEGER -> field.put("type", "integer");
      case NUMBER -> field.put("type", "number");
      case OBJECT -> field.put("$ref", "#/$defs/" + rule.shape());
      case TEXT_MAP ->
          field.put("type", "object").putObject("additionalProperties").put("type", "string");
      case SCALAR_MAP ->
          field
              .put("type", "object")
              .putObject("additionalProperties")
              .putArray("type")
              .add("string")
              .add("number");
      case OBJECTS ->
          field.put("type", "array").putObject("items").put("$ref", "#/$defs/" + rule.shape());
      case TEXTS -> field.put("type", "array").putObject("items").put("type", "string");
    }
    if (Double.isFinite(rule.minimum())) {
      field.put("minimum", (long) rule.minimum());
    }
    if (Double.isFinite(rule.maximum())) {
      field.put("maximum", (long) rule.maximum());
    }
    if (!rule.allowed().isEmpty()) {
      ArrayNode allowed = field.putArray("enum");
      rule.allowed().forEach(allowed::add);
    }
    return field;
  }
}
