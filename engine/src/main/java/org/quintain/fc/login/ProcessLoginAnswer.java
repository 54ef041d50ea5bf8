// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

import org.quintain.fc.wire.ProcessLoginPayload;

/**
 * What PRLI is answered with (FC-LS-4 4.3.17).
 *
 * @param responseCode as {@link ProcessLoginPayload} names them
 * @param serviceParameters word 3 of the page
 */
public record ProcessLoginAnswer(int responseCode, int serviceParameters) {
  /** The login stands with these parameters. */
  public static ProcessLoginAnswer grant(int serviceParameters) {
    return new ProcessLoginAnswer(ProcessLoginPayload.EXECUTED, serviceParameters);
  }

  /** There is no login. */
  public static ProcessLoginAnswer refuse(int responseCode) {
    return new ProcessLoginAnswer(responseCode, 0);
  }

  /** Whether the login stands. */
  public boolean isGranted() {
    return responseCode == ProcessLoginPayload.EXECUTED
        || responseCode == ProcessLoginPayload.CONDITIONALLY_EXECUTED;
  }
}
