// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.util.List;
import java.util.Map;
import org.quintain.fc.exchange.ExchangeCounters;
import org.quintain.fcp.target.FcpCounter;

/**
 * What a target port is at, as it was at one moment.
 *
 * @param portName its name
 * @param link the link that it is on
 * @param mode how it gets its address
 * @param portId its address identifier, 0 while it has none
 * @param state where it is on its way into the fabric, in words
 * @param isVirtual whether it stands beside another port, whose exchanges it shares (NPIV)
 * @param exchangesOpen how many exchanges are open
 * @param badFrames how many frames were thrown away since they were broken
 * @param counters what the target function counted
 * @param exchangeCounters what the exchanges counted
 * @param logins the initiators that are logged in, in the order in which they came
 */
public record FcTargetStatus(
    long portName,
    String link,
    FcoeMode mode,
    int portId,
    String state,
    boolean isVirtual,
    int exchangesOpen,
    long badFrames,
    Map<FcpCounter, Long> counters,
    Map<ExchangeCounters.Counter, Long> exchangeCounters,
    List<FcLogin> logins) {}
