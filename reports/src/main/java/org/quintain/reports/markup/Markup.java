// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.markup;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes well-formed markup piece by piece. Everything is escaped except {@link #trusted}, which
 * takes only what this project's own code made. One owner, one thread.
 */
public final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param tag its name
   * @param attributes names and values in turn
   */
  public Markup open(String tag, String... attributes) {
    start(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /** Closes the element opened last. */
  public Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Closes the element opened last and begins a new line, which keeps the source readable. */
  public Markup closeLine() {
    close();
    out.append('\n');
    return this;
  }

  /** Writes an element that holds one text. */
  public Markup leaf(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** Writes an element without content. */
  public Markup empty(String tag, String... attributes) {
    start(tag, attributes);
    out.append("/>");
    return this;
  }

  /** Writes text. */
  public Markup text(String text) {
    escape(text, false);
    return this;
  }

  /**
   * Writes what is markup already: our own style sheet, script and charts, never a record's text.
   */
  public Markup trusted(String markup) {
    out.append(markup);
    return this;
  }

  /** Begins a new line. */
  public Markup line() {
    out.append('\n');
    return this;
  }

  /**
   * What has been written.
   *
   * @throws IllegalStateException if an element is still open
   */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("the element " + open.peek() + " is still open");
    }
    return out.toString();
  }

  private void start(String tag, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("attributes of " + tag + " must be names and values");
    }
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1], true);
      out.append('"');
    }
  }

  private void escape(String text, boolean attribute) {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      switch (point) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '\n' -> out.append(attribute ? "&#10;" : "\n");
        case '\t' -> out.append(attribute ? "&#9;" : "\t");
        default -> out.appendCodePoint(isAllowed(point) ? point : 0xFFFD);
      }
    }
  }

  /** What XML 1.0 allows (2.2), without the controls and bidirectional marks that could mislead. */
  private static boolean isAllowed(int point) {
    boolean control = point < 0x20 || (point >= 0x7F && point < 0xA0);
    boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
    boolean nonCharacter = (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
    boolean override = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    return !control && !surrogate && !nonCharacter && !override;
  }
}
