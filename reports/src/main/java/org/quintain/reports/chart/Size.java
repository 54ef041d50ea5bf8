// SPDX-License-Identifier: Apache-2.0
package org.quintain.reports.chart;

/**
 * How large a chart is drawn. Each chart is drawn twice and the page's style shows the one that
 * fits, since text in a picture that shrinks with the screen cannot be read.
 */
public enum Size {
  /** For columns of a desktop. */
  WIDE("wide", 540, 300),
  /** For phones. */
  NARROW("narrow", 340, 270);

  private final String word;
  private final int width;
  private final int height;

  Size(String word, int width, int height) {
    this.word = word;
    this.width = width;
    this.height = height;
  }

  /** The class that the page's style knows it by. */
  public String word() {
    return word;
  }

  /** Width in user units. */
  public int width() {
    return width;
  }

  /** Height in user units. */
  public int height() {
    return height;
  }
}
