// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.isns;

/** Attribute tags of iSNSP and the values some of them take (RFC 4171 6.1). */
final class IsnsTag {
  static final int DELIMITER = 0;
  static final int ENTITY_IDENTIFIER = 1;
  static final int ENTITY_PROTOCOL = 2;
  static final int TIMESTAMP = 4;
  static final int REGISTRATION_PERIOD = 6;
  static final int PORTAL_ADDRESS = 16;
  static final int PORTAL_PORT = 17;
  static final int ESI_INTERVAL = 19;
  static final int ESI_PORT = 20;
  static final int SCN_PORT = 23;
  static final int ISCSI_NAME = 32;
  static final int ISCSI_NODE_TYPE = 33;
  static final int ISCSI_ALIAS = 34;
  static final int ISCSI_SCN_BITMAP = 35;
  static final int PG_ISCSI_NAME = 48;
  static final int PG_PORTAL_ADDRESS = 49;
  static final int PG_PORTAL_PORT = 50;
  static final int PG_TAG = 51;

  /** Entity protocol. */
  static final int ISCSI = 2;

  static final int NODE_TARGET = 1;
  static final int NODE_INITIATOR = 2;

  /** SCN bitmap (RFC 4171 6.4.4): news of initiators, and of the node itself. */
  static final int SCN_OF_INITIATORS = 0x80;

  static final int SCN_REMOVED = 0x10;
  static final int SCN_ADDED = 0x08;
  static final int SCN_UPDATED = 0x04;

  private IsnsTag() {}
}
