// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

/**
 * What a server answers to a CT request (FC-GS-8 4.3): a payload, or a reason for none.
 *
 * @param payload what follows the CT preamble; empty for a reject
 * @param reason 0 for an accept, else a reason code of FC-GS-8 table 13
 * @param explanation the server's own explanation of it
 */
record CtAnswer(byte[] payload, int reason, int explanation) {
  static final int INVALID_COMMAND = 0x01;
  static final int INVALID_VERSION = 0x02;
  static final int LOGICAL_ERROR = 0x03;
  static final int INVALID_SIZE = 0x04;
  static final int UNABLE = 0x09;
  static final int NOT_SUPPORTED = 0x0B;

  static final int NO_EXPLANATION = 0x00;
  static final int PORT_ID_NOT_REGISTERED = 0x01;
  static final int PORT_NAME_NOT_REGISTERED = 0x02;
  static final int NODE_NAME_NOT_REGISTERED = 0x03;
  static final int TYPES_NOT_REGISTERED = 0x07;
  static final int PORT_TYPE_NOT_REGISTERED = 0x0A;
  static final int ACCESS_DENIED = 0x10;
  static final int UNACCEPTABLE_PORT_ID = 0x11;
  static final int DATABASE_EMPTY = 0x12;

  static CtAnswer accept(byte... payload) {
    return new CtAnswer(payload, 0, 0);
  }

  static CtAnswer unable(int explanation) {
    return new CtAnswer(new byte[0], UNABLE, explanation);
  }

  static CtAnswer reject(int reason) {
    return new CtAnswer(new byte[0], reason, NO_EXPLANATION);
  }
}
