// SPDX-License-Identifier: Apache-2.0
package org.quintain.fc.login;

/**
 * Who an N_Port is.
 *
 * @param portName its N_Port_Name
 * @param nodeName its node's Node_Name
 * @param symbolicName what the name server shows to people, up to 255 characters of ASCII
 */
public record NPortIdentity(long portName, long nodeName, String symbolicName) {}
