// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.initiator;

import java.nio.ByteBuffer;
import org.quintain.srp.wire.DataBufferFormat;
import org.quintain.srp.wire.SrpLoginRequest;
import org.quintain.srp.wire.SrpPortIdentifier;
import org.quintain.wire.Gid;
import org.quintain.wire.RdmaPort;

/**
 * Between which ports a nexus is to be, and where the target is found.
 *
 * @param initiatorPort the initiator port's name
 * @param targetPort the target port's name: identifier extension and GUID of the I/O controller
 * @param address the port that leads there
 * @param serviceId the service there: the I/O controller's, or one of the IP service annex'
 */
public record SrpDestination(
    SrpPortIdentifier initiatorPort, SrpPortIdentifier targetPort, Gid address, long serviceId) {

  /** The SRP_LOGIN_REQ of a channel, in the form that the service takes. */
  byte[] loginData(SrpInitiatorSettings settings, int multichannelAction) {
    boolean immediate = settings.immediateBytesMax() > 0;
    SrpLoginRequest login =
        new SrpLoginRequest(
            0,
            settings.initiatorToTargetBytes(),
            DataBufferFormat.DIRECT_BIT | DataBufferFormat.INDIRECT_BIT,
            multichannelAction | (immediate ? SrpLoginRequest.IMMEDIATE_DATA : 0),
            immediate ? CommandBuilder.IMMEDIATE_OFFSET : 0,
            initiatorPort,
            targetPort);
    boolean byIp = RdmaPort.isIpServiceId(serviceId);
    byte[] data =
        new byte[byIp ? SrpLoginRequest.RDMA_CM_LENGTH_BYTES : SrpLoginRequest.LENGTH_BYTES];
    if (byIp) {
      login.writeRdmaCm(ByteBuffer.wrap(data), 0);
    } else {
      login.write(ByteBuffer.wrap(data), 0);
    }
    return data;
  }
}
