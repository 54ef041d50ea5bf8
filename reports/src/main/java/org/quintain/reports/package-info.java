// SPDX-License-Identifier: Apache-2.0

/**
 * Owns the pages and files made out of records: HTML, JUnit XML, Markdown, CSV. Promises that a
 * page needs no network and shows only what a record holds. May depend on records.
 */
@NullMarked
package org.quintain.reports;

import org.jspecify.annotations.NullMarked;
