// SPDX-License-Identifier: Apache-2.0
/**
 * Owns the JSON form of a run record: the table of its fields, reading, writing, validation and the
 * JSON Schema drawn from that same table, all on a small table of shapes that other data files
 * share. It promises that whatever it writes it accepts, and that for whatever it refuses it gives
 * one sentence per fault, naming file, field and what is allowed. It may depend on {@code
 * org.quintain.records} and Jackson.
 */
@NullMarked
package org.quintain.records.json;

import org.jspecify.annotations.NullMarked;
