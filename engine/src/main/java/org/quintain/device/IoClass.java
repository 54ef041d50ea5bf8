// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

/** Which statistics a command counts in (SPC-5 7.3.11: read commands and write commands). */
public enum IoClass {
  /** It gives logical blocks. */
  READ,
  /** It takes logical blocks. */
  WRITE,
  /** It looks at logical blocks without giving them. */
  VERIFY,
  /** Everything else. */
  OTHER;

  private static final int VARIABLE_LENGTH = 0x7F;

  /** The class of {@code operationCode} with {@code serviceAction}. */
  static IoClass of(int operationCode, int serviceAction) {
    return switch (operationCode) {
      case 0x08, 0x28, 0xA8, 0x88 -> READ;
      case 0x0A, 0x2A, 0xAA, 0x8A, 0x2E, 0xAE, 0x8E, 0x9A, 0x9C -> WRITE;
      case 0x2F, 0xAF, 0x8F -> VERIFY;
      case VARIABLE_LENGTH ->
          switch (serviceAction) {
            case 0x0009 -> READ;
            case 0x000A -> VERIFY;
            case 0x000B, 0x000C, 0x0010 -> WRITE;
            default -> OTHER;
          };
      default -> OTHER;
    };
  }
}
