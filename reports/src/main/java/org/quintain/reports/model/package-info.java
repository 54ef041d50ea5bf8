// SPDX-License-Identifier: Apache-2.0
/**
 * Owns what all reports agree on: which columns and rows there are, how verdicts are counted and
 * summed up, how figures are spelled. It promises that HTML, JUnit XML, Markdown and CSV of the
 * same records never disagree. It may depend on {@code org.quintain.records}.
 */
@NullMarked
package org.quintain.reports.model;

import org.jspecify.annotations.NullMarked;
