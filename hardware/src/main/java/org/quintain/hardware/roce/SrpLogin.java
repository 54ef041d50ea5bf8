// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

/**
 * The login of an initiator port with an SRP target of ours, as it was at one moment.
 *
 * @param initiator its port identifier, as {@code SrpPortIdentifier} spells it
 * @param address where it is
 * @param channels how many channels it has
 * @param requestsOpen how many commands and functions it has open
 * @param commandsOver how many commands have ended
 * @param dataInBytes how much they read
 * @param dataOutBytes how much they wrote
 */
public record SrpLogin(
    String initiator,
    String address,
    int channels,
    int requestsOpen,
    long commandsOver,
    long dataInBytes,
    long dataOutBytes) {}
