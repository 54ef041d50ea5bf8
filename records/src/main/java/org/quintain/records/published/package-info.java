// SPDX-License-Identifier: Apache-2.0
/**
 * Owns the published records and workloads that replays are held against, as data files with their
 * sources, and the comparison of a replay with them. It promises that each figure says whether it
 * was read in its source, computed from such, or is unverified, and that no single figure is ever
 * called matched. It may depend on {@code org.quintain.records}, its {@code json} package, and
 * Jackson.
 */
@NullMarked
package org.quintain.records.published;

import org.jspecify.annotations.NullMarked;
