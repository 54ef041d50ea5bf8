// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.json;

import java.util.List;

/**
 * What one field of a shape may hold: a row of a table of shapes, such as that of run records.
 *
 * @param name the field, as the file spells it
 * @param kind the JSON type
 * @param required whether it must be there
 * @param minimum smallest number allowed; negative infinity for none
 * @param maximum largest number allowed; positive infinity for none
 * @param allowed the only texts allowed; empty for any text
 * @param shape name of the shape of the object, or of the array's items; empty for plain texts
 * @param description one line for outsiders who read the JSON Schema
 */
public record FieldRule(
    String name,
    Kind kind,
    boolean required,
    double minimum,
    double maximum,
    List<String> allowed,
    String shape,
    String description) {

  /** Makes the row with its own copy of the texts allowed. */
  public FieldRule {
    allowed = List.copyOf(allowed);
  }

  /** JSON types, as far as run records use them. */
  public enum Kind {
    /** Text that says something. */
    TEXT("a text that is not empty"),
    /** Text that may be empty. */
    ANY_TEXT("a text"),
    /** A whole number that fits 64 bits. */
    INTEGER("a whole number"),
    /** Any finite number. */
    NUMBER("a number"),
    /** An object of a shape of its own. */
    OBJECT("an object"),
    /** An object of texts under free names. */
    TEXT_MAP("an object whose values are texts"),
    /** An object of texts and numbers under free names. */
    SCALAR_MAP("an object whose values are texts or numbers"),
    /** A list of objects of one shape. */
    OBJECTS("a list of objects"),
    /** A list of texts. */
    TEXTS("a list of texts");

    private final String phrase;

    Kind(String phrase) {
      this.phrase = phrase;
    }

    /** What such a field must be, to end a sentence with. */
    public String phrase() {
      return phrase;
    }
  }

  /** A text that must be there and say something. */
  public static FieldRule text(String name, String description) {
    return of(name, Kind.TEXT, true, description);
  }

  /** A text that must be there and may be empty. */
  public static FieldRule anyText(String name, String description) {
    return of(name, Kind.ANY_TEXT, true, description);
  }

  /** A text that must be one of a few. */
  public static FieldRule oneOf(String name, List<String> allowed, String description) {
    return new FieldRule(
        name,
        Kind.TEXT,
        true,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        allowed,
        "",
        description);
  }

  /** A whole number from 0 up. */
  public static FieldRule count(String name, String description) {
    return of(name, Kind.INTEGER, true, description).between(0, Double.POSITIVE_INFINITY);
  }

  /** A finite number from 0 up. */
  public static FieldRule number(String name, String description) {
    return of(name, Kind.NUMBER, true, description).between(0, Double.POSITIVE_INFINITY);
  }

  /** An object of a shape. */
  public static FieldRule object(String name, String shape, String description) {
    return of(name, Kind.OBJECT, true, description).shaped(shape);
  }

  /** A list of objects of a shape. */
  public static FieldRule objects(String name, String shape, String description) {
    return of(name, Kind.OBJECTS, true, description).shaped(shape);
  }

  /** A field without limits of its own. */
  public static FieldRule of(String name, Kind kind, boolean required, String description) {
    return new FieldRule(
        name,
        kind,
        required,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        List.of(),
        "",
        description);
  }

  /** The same field, free to be left out. */
  public FieldRule optional() {
    return new FieldRule(name, kind, false, minimum, maximum, allowed, shape, description);
  }

  /** The same field with the smallest and largest number allowed. */
  public FieldRule between(double newMinimum, double newMaximum) {
    return new FieldRule(name, kind, required, newMinimum, newMaximum, allowed, shape, description);
  }

  private FieldRule shaped(String newShape) {
    return new FieldRule(name, kind, required, minimum, maximum, allowed, newShape, description);
  }
}
