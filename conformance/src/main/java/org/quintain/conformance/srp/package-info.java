// SPDX-License-Identifier: Apache-2.0
/**
 * SRP as the suite speaks it: bare channels, logins, commands and responses with codecs of the
 * suite's own.
 *
 * <p>Owns what the cases of SRP share, and promises that nothing of the engine's codecs is in it.
 * May depend on {@code bench}, {@code scsi} and the application client's border.
 */
@NullMarked
package org.quintain.conformance.srp;

import org.jspecify.annotations.NullMarked;
