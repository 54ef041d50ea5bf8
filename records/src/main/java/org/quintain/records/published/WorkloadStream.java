// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One stream of a workload: operations of one kind on one part of the address space.
 *
 * @param name name of the stream, such as {@code ASU1-1}
 * @param share the stream's share of all operations in per cent; 0 where streams take turns instead
 * @param readPercent share of reads within it
 * @param sizes its transfer sizes; shares add up to 100
 * @param pattern how it walks the address space: uniform, sequential, reuse-walk, zoned
 * @param parameters further parameters of the pattern, sorted by name
 */
public record WorkloadStream(
    String name,
    double share,
    double readPercent,
    List<SizeShare> sizes,
    String pattern,
    Map<String, String> parameters) {

  /** Makes the value with its own copies. */
  public WorkloadStream {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(pattern, "pattern");
    sizes = List.copyOf(sizes);
    // Jackson passes null for what the file leaves out.
    parameters =
        Collections.unmodifiableMap(
            parameters == null ? new TreeMap<>() : new TreeMap<>(parameters));
  }
}
