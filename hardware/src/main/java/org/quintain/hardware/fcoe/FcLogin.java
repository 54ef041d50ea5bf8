// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

/**
 * The login of an initiator port with a target port of ours, as it was at one moment.
 *
 * @param initiator its port name
 * @param initiatorId its address identifier
 * @param framePayloadMax the longest frame payload that it takes
 * @param serviceParameters what is in force of those that both ends told by PRLI, word 3 of the
 *     page
 * @param commandsUnderWay how many of its commands have an open exchange
 * @param commandsOver how many commands have ended
 * @param dataInBytes how much they read
 * @param dataOutBytes how much they wrote
 */
public record FcLogin(
    long initiator,
    int initiatorId,
    int framePayloadMax,
    int serviceParameters,
    int commandsUnderWay,
    long commandsOver,
    long dataInBytes,
    long dataOutBytes) {}
