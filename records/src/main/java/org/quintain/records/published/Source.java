// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.published;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where something was published.
 *
 * @param name document, page or talk, well enough to find it
 * @param url its address, where known
 */
public record Source(String name, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String url) {
  /** Makes the value. */
  public Source {
    Objects.requireNonNull(name, "name");
  }
}
