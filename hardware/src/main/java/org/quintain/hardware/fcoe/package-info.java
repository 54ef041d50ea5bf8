// SPDX-License-Identifier: Apache-2.0
/**
 * Fibre Channel over Ethernet (FC-BB-6): frames in Ethernet frames, FIP, and raw packet sockets for
 * both.
 *
 * <p>Promises to a {@code wire.FrameEndpoint} what any driver of a frame link promises; knows
 * nothing of what the frames are for. May depend on {@code wire}, {@code fc.wire}, {@code reactor},
 * {@code memory}, {@code time} and on {@code hardware.ethernet} and {@code hardware.net}.
 *
 * <pre>
 * InterfaceLink  a raw packet socket
 *   NeighbourPort  one end node on a link: cuts sequences, checks frames, tells the endpoint
 *     NeighbourFinder   FIP VN2VN: who is on the link and who has which address
 *     CarriedRequests   which link services travel in FIP
 *     FipFrame          FIP messages by descriptor
 * </pre>
 */
@NullMarked
package org.quintain.hardware.fcoe;

import org.jspecify.annotations.NullMarked;
