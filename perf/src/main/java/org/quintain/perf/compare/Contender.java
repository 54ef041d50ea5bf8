// SPDX-License-Identifier: Apache-2.0
package org.quintain.perf.compare;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One side of a comparison.
 *
 * @param name what the table calls it
 * @param url where its logical unit is
 * @param cpuNs processor time of its process so far; null where it is not asked for
 */
public record Contender(String name, String url, @Nullable LongSupplier cpuNs) {}
