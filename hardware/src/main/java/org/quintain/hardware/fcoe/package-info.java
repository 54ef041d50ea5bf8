// SPDX-License-Identifier: Apache-2.0
/**
 * Fibre Channel over Ethernet (FC-BB-6): frames in Ethernet frames, FIP, raw packet sockets for
 * both, and the initiator and target ports that stand on them.
 *
 * <p>The driver promises to a {@code wire.FrameEndpoint} what any driver of a frame link promises,
 * and knows nothing of what the frames are for. May depend on {@code wire}, {@code fc}, {@code
 * fcp}, {@code initiator}, {@code reactor}, {@code memory}, {@code time} and on {@code
 * hardware.ethernet} and {@code hardware.net}.
 *
 * <pre>
 * FcoeFabric      initiator ports by URL        FcoeTarget      a port of a target device
 *   FcoePort        one end node: cuts sequences, checks frames, tells the endpoint
 *     NeighbourRole    without a fabric: NeighbourFinder, CarriedRequests
 *     FabricRole       in a fabric: ForwarderFinder, VlanChoice, VirtualLinks
 *     FipFrame         FIP messages by descriptor
 * SharedLink      several ports on one link     InterfaceLink   a raw packet socket
 * </pre>
 */
@NullMarked
package org.quintain.hardware.fcoe;

import org.jspecify.annotations.NullMarked;
