// SPDX-License-Identifier: Apache-2.0
/**
 * RoCEv2 (InfiniBand Architecture, annex A17): InfiniBand packets in UDP datagrams to port 4791,
 * either by a socket of the system's, or by IP and ARP of our own on an Ethernet link; and SRP's
 * ends on it.
 *
 * <p>Promises to a {@code wire.RdmaEndpoint} what any driver of such a link promises. May depend on
 * {@code wire}, {@code ib}, {@code srp}, {@code reactor}, and on {@code hardware.net} and {@code
 * hardware.ethernet}.
 *
 * <pre>
 * RocePort            the driver of one port: cuts runs into packets, keeps its time
 *   UdpCarrier        a UDP socket: the system makes IP headers
 *   EthernetCarrier   an Ethernet link: IP and UDP headers of our own
 *     ArpTable        who has which Ethernet address
 * </pre>
 */
@NullMarked
package org.quintain.hardware.roce;

import org.jspecify.annotations.NullMarked;
