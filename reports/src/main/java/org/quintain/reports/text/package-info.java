// SPDX-License-Identifier: Apache-2.0
/**
 * Owns the reports that other programs read: JUnit XML, Markdown and CSV. It promises that they are
 * well-formed whatever the records hold, and that a case that did not run is never shown as passed.
 * It may depend on the model, the markup, and {@code org.quintain.records}.
 */
@NullMarked
package org.quintain.reports.text;

import org.jspecify.annotations.NullMarked;
