// SPDX-License-Identifier: Apache-2.0
/**
 * Owns the writing of elements, attributes and text for HTML, SVG and XML alike. It promises that
 * no text, however hostile, ever becomes markup, and that what is opened is closed. It may depend
 * on the JDK alone.
 */
@NullMarked
package org.quintain.reports.markup;

import org.jspecify.annotations.NullMarked;
