// SPDX-License-Identifier: Apache-2.0
/**
 * Owns the one self-contained HTML page. It promises that the page opens from disk, loads nothing,
 * is well-formed XML as well, reads on a phone, in dark mode, on paper and without JavaScript, and
 * that no text of a record becomes markup. It may depend on the model, the charts, the markup, and
 * {@code org.quintain.records}.
 */
@NullMarked
package org.quintain.reports.html;

import org.jspecify.annotations.NullMarked;
