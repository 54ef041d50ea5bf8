// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds a tree of JSON or YAML against a table of shapes and gathers what does not fit. */
public final class ShapeWalker {
  private final Map<String, List<FieldRule>> shapes;
  private final String file;
  private final List<Problem> problems;

  /**
   * Makes a walker for one file.
   *
   * @param shapes the fields of each shape, by the shape's name
   * @param file what to call the file
   * @param problems where to put what is found
   */
  public ShapeWalker(Map<String, List<FieldRule>> shapes, String file, List<Problem> problems) {
    this.shapes = shapes;
    this.file = file;
    this.problems = problems;
  }

  /** Checks an object against a shape; {@code at} is its path in the file, empty for the root. */
  public void checkObject(JsonNode object, String shape, String at) {
    List<FieldRule> rules = fieldsOf(shape);
    if (!object.isObject()) {
      problem(at, "must be an object, but is " + shown(object));
      return;
    }
    for (FieldRule rule : rules) {
      JsonNode value = object.get(rule.name());
      String path = at.isEmpty() ? rule.name() : at + "." + rule.name();
      if (value != null && !value.isNull()) {
        checkField(value, rule, path);
      } else if (rule.required()) {
        problem(path, "is missing: it must be " + rule.kind().phrase());
      }
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (rules.stream().noneMatch(rule -> rule.name().equals(name))) {
        problem(
            at.isEmpty() ? name : at + "." + name,
            "is not a field of "
                + shape
                + "; allowed are "
                + rules.stream().map(FieldRule::name).collect(Collectors.joining(", ")));
      }
    }
  }

  private void checkField(JsonNode value, FieldRule rule, String path) {
    boolean fits =
        switch (rule.kind()) {
          case TEXT -> value.isTextual() && !value.textValue().isBlank();
          case ANY_TEXT -> value.isTextual();
          case INTEGER -> value.isIntegralNumber() && value.canConvertToLong();
          case NUMBER -> value.isNumber() && Double.isFinite(value.doubleValue());
          case OBJECT, TEXT_MAP, SCALAR_MAP -> value.isObject();
          case OBJECTS, TEXTS -> value.isArray();
        };
    if (!fits) {
      problem(path, "must be " + rule.kind().phrase() + ", but is " + shown(value));
      return;
    }
    switch (rule.kind()) {
      case TEXT, ANY_TEXT -> checkAllowed(value, rule, path);
      case INTEGER, NUMBER -> checkRange(value, rule, path);
      case OBJECT -> checkObject(value, rule.shape(), path);
      case OBJECTS -> {
        for (int i = 0; i < value.size(); i++) {
          checkObject(value.get(i), rule.shape(), path + "[" + i + "]");
        }
      }
      case TEXTS -> {
        for (int i = 0; i < value.size(); i++) {
          checkText(value.get(i), path + "[" + i + "]");
        }
      }
      case SCALAR_MAP ->
          value.properties().forEach(e -> checkScalar(e.getValue(), path + "." + e.getKey()));
      case TEXT_MAP ->
          value.properties().forEach(e -> checkText(e.getValue(), path + "." + e.getKey()));
    }
  }

  private List<FieldRule> fieldsOf(String shape) {
    List<FieldRule> fields = shapes.get(shape);
    if (fields == null) {
      throw new IllegalArgumentException("no shape is named " + shape);
    }
    return fields;
  }

  private void checkScalar(JsonNode value, String path) {
    if (!value.isTextual() && !value.isNumber()) {
      problem(path, "must be a text or a number, but is " + shown(value));
    }
  }

  private void checkText(JsonNode value, String path) {
    if (!value.isTextual()) {
      problem(path, "must be a text, but is " + shown(value));
    }
  }

  private void checkAllowed(JsonNode value, FieldRule rule, String path) {
    if (!rule.allowed().isEmpty() && !rule.allowed().contains(value.textValue())) {
      problem(
          path, "must be one of " + String.join(", ", rule.allowed()) + ", but is " + shown(value));
    }
  }

  private void checkRange(JsonNode value, FieldRule rule, String path) {
    double number = value.doubleValue();
    if (number < rule.minimum()) {
      problem(path, "must be " + plain(rule.minimum()) + " or more, but is " + shown(value));
    } else if (number > rule.maximum()) {
      problem(path, "must be " + plain(rule.maximum()) + " or less, but is " + shown(value));
    }
  }

  private static String plain(double limit) {
    return Long.toString((long) limit);
  }

  /** A value as the sentence shows it, cut where it would drown the sentence. */
  public static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  private void problem(String field, String message) {
    problems.add(new Problem(file, field, message));
  }
}
