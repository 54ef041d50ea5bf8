// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.roce;

import java.util.List;
import java.util.Map;
import org.quintain.ib.transport.TransportCounter;
import org.quintain.srp.target.SrpCounter;

/**
 * What an SRP target is at, as it was at one moment.
 *
 * @param port its port identifier, as {@code SrpPortIdentifier} spells it
 * @param link the link that its adapter is on
 * @param rdmaCmPort the port number that initiators ask for, 0 for none
 * @param channels how many channels have a queue pair
 * @param badPackets how many packets were thrown away since they were broken
 * @param counters what the target function counted
 * @param transportCounters what the adapter counted
 * @param logins the initiators that are logged in, in the order in which they came
 */
public record SrpTargetStatus(
    String port,
    String link,
    int rdmaCmPort,
    int channels,
    long badPackets,
    Map<SrpCounter, Long> counters,
    Map<TransportCounter, Long> transportCounters,
    List<SrpLogin> logins) {}
