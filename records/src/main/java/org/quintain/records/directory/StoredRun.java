// SPDX-License-Identifier: Apache-2.0
package org.quintain.records.directory;

import java.nio.file.Path;
import org.quintain.records.RunRecord;

/**
 * A finished run as it lies on disk.
 *
 * @param directory the run's own directory
 * @param record what its record says
 */
public record StoredRun(Path directory, RunRecord record) {}
