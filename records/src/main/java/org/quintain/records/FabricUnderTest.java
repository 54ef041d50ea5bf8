// SPDX-License-Identifier: Apache-2.0
package org.quintain.records;

import java.util.Objects;

/**
 * One fabric, with the target behind it, that a run was made on.
 *
 * @param name short label that cases and load results refer to, unique in the record, such as
 *     {@code sim:iscsi}
 * @param url the URL that reaches the logical unit; secrets are left out by whoever fills this in
 * @param description one line for a reader: the wire, the target, the backing store
 */
public record FabricUnderTest(String name, String url, String description) {
  /** Makes the value; no part is null. */
  public FabricUnderTest {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(description, "description");
  }
}
