// SPDX-License-Identifier: Apache-2.0
package org.quintain.srp.target;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.srp.wire.DataBufferFormat;
import org.quintain.srp.wire.LoginRejectReason;
import org.quintain.srp.wire.MultichannelResult;
import org.quintain.srp.wire.SrpCommandIu;
import org.quintain.srp.wire.SrpLoginReject;
import org.quintain.srp.wire.SrpLoginRequest;
import org.quintain.srp.wire.SrpLoginResponse;
import org.quintain.srp.wire.TargetLogoutReason;
import org.quintain.wire.ConnectListener;
import org.quintain.wire.ConnectRequest;
import org.quintain.wire.QueuePair;
import org.quintain.wire.QueuePairOptions;
import org.quintain.wire.RejectReason;

/**
 * Logins (SRP r16a 5.2, 6.2 to 6.4, annex B): an SRP_LOGIN_REQ comes as private data of a request
 * for a connection, and so do its answers go.
 *
 * <p>An initiator port that was here before, and whose commands are not over yet, waits for them:
 * it takes them for over (SAM-5 6.3.4).
 */
final class LoginHandler implements ConnectListener {
  /** The shortest request for a length that makes sense: a command with a direct descriptor. */
  private static final int UNIT_BYTES_MIN = 64;

  private static final int SUPPORTED_FORMATS =
      DataBufferFormat.DIRECT_BIT | DataBufferFormat.INDIRECT_BIT;
  private static final int SEND_DEPTH = 1024;

  private record HeldBack(ConnectRequest request, SrpLoginRequest login, boolean hasTerminated) {}

  private final SrpTargetPort port;
  private final List<HeldBack> heldBack = new ArrayList<>();

  LoginHandler(SrpTargetPort port) {
    this.port = port;
  }

  /** Whether {@code login} asks for immediate data, at a place where it can be, and gets it. */
  static boolean grantsImmediateData(SrpLoginRequest login, SrpTargetSettings settings) {
    return settings.takesImmediateData()
        && login.has(SrpLoginRequest.IMMEDIATE_DATA)
        && login.immediateDataOffset()
            >= SrpCommandIu.FIXED_BYTES + SrpCommandIu.IMMEDIATE_DESCRIPTOR_BYTES
        && login.immediateDataOffset() < settings.initiatorToTargetBytes();
  }

  @Override
  public void onConnectRequest(long nowNs, ConnectRequest request) {
    ByteBuffer data = ByteBuffer.wrap(request.privateData());
    SrpLoginRequest login =
        request.peerAddress() == null
            ? SrpLoginRequest.read(data, 0, data.capacity())
            : SrpLoginRequest.readRdmaCm(data, 0, data.capacity());
    if (login == null) {
      reject(nowNs, request, 0, LoginRejectReason.UNABLE_TO_ESTABLISH_CHANNEL);
    } else {
      proceed(nowNs, request, login, false);
    }
  }

  private void proceed(
      long nowNs, ConnectRequest request, SrpLoginRequest login, boolean hasTerminated) {
    LoginRejectReason reason = objection(login);
    if (reason != null) {
      reject(nowNs, request, login.tag(), reason);
      return;
    }
    boolean terminates =
        login.multichannelAction() == SrpLoginRequest.SINGLE_CHANNEL && endExisting(nowNs, login);
    if (port.isClearing(login.initiatorPort())) {
      port.counters().add(SrpCounter.LOGINS_HELD_BACK);
      heldBack.add(new HeldBack(request, login, hasTerminated || terminates));
    } else {
      grant(nowNs, request, login, hasTerminated || terminates);
    }
  }

  /** Why {@code login} cannot be granted, or null. */
  private @Nullable LoginRejectReason objection(SrpLoginRequest login) {
    SrpTargetSettings settings = port.settings();
    if (login.initiatorToTargetBytes() < UNIT_BYTES_MIN
        || login.initiatorToTargetBytes() > settings.initiatorToTargetBytes()) {
      return LoginRejectReason.REQUESTED_LENGTH_TOO_LARGE;
    }
    if (!port.isEnabled()) {
      return LoginRejectReason.INSUFFICIENT_RESOURCES;
    }
    if (!login.targetPort().equals(port.identifier())) {
      return LoginRejectReason.UNABLE_TO_ASSOCIATE;
    }
    if ((login.bufferFormats() & ~SUPPORTED_FORMATS) != 0) {
      return LoginRejectReason.UNSUPPORTED_BUFFER_FORMAT;
    }
    return switch (login.multichannelAction()) {
      case SrpLoginRequest.SINGLE_CHANNEL -> null;
      case SrpLoginRequest.MULTIPLE_CHANNELS -> objectionToAnother(login);
      default -> LoginRejectReason.UNABLE_TO_ESTABLISH_CHANNEL;
    };
  }

  private @Nullable LoginRejectReason objectionToAnother(SrpLoginRequest login) {
    TargetNexus nexus = port.nexusOf(login.initiatorPort());
    int most = port.settings().channelsPerNexus();
    if (nexus == null || nexus.channelCount() < most) {
      return null;
    }
    return most == 1
        ? LoginRejectReason.NO_MULTIPLE_CHANNELS
        : LoginRejectReason.CHANNEL_LIMIT_REACHED;
  }

  /** SRP r16a 5.2: the nexus begins anew; whether there was one. */
  private boolean endExisting(long nowNs, SrpLoginRequest login) {
    TargetNexus nexus = port.nexusOf(login.initiatorPort());
    if (nexus == null) {
      return false;
    }
    for (TargetChannel channel : List.copyOf(nexus.channels())) {
      channel.logOut(nowNs, TargetLogoutReason.MULTICHANNEL_ACTION);
    }
    return true;
  }

  /** Commands of lost nexuses are over: those who waited for that may go on. */
  void retry(long nowNs) {
    for (HeldBack waiting : List.copyOf(heldBack)) {
      if (!port.isClearing(waiting.login().initiatorPort()) && heldBack.remove(waiting)) {
        ConnectRequest request = waiting.request();
        if (request.isOpen()) {
          proceed(nowNs, request, waiting.login(), waiting.hasTerminated());
        }
      }
    }
  }

  private void grant(
      long nowNs, ConnectRequest request, SrpLoginRequest login, boolean hasTerminated) {
    TargetNexus existing = port.nexusOf(login.initiatorPort());
    TargetNexus nexus = existing == null ? port.establish(nowNs, request, login) : existing;
    TargetChannel channel = nexus == null ? null : port.openChannel(nexus, login);
    if (nexus == null || channel == null) {
      port.loseIfUnused(nowNs, nexus);
      reject(nowNs, request, login.tag(), LoginRejectReason.INSUFFICIENT_RESOURCES);
      return;
    }
    MultichannelResult result =
        existing != null
            ? MultichannelResult.EXISTING_CHANNELS_CONTINUE
            : hasTerminated
                ? MultichannelResult.EXISTING_CHANNELS_TERMINATED
                : MultichannelResult.NO_EXISTING_CHANNELS;
    QueuePair queuePair =
        request.accept(
            nowNs,
            channel,
            QueuePairOptions.ofDepths(SEND_DEPTH, channel.memory().slots),
            responseTo(login, channel, result));
    if (queuePair == null) {
      channel.abandon(nowNs);
      return;
    }
    port.counters().add(SrpCounter.LOGINS_GRANTED);
    channel.begin(nowNs, queuePair);
  }

  private byte[] responseTo(
      SrpLoginRequest login, TargetChannel channel, MultichannelResult result) {
    int immediate = channel.immediateDataOffset() > 0 ? SrpLoginResponse.IMMEDIATE_DATA : 0;
    byte[] bytes = new byte[SrpLoginResponse.LENGTH_BYTES];
    new SrpLoginResponse(
            login.tag(),
            channel.limit().credit(),
            port.settings().initiatorToTargetBytes(),
            channel.unitBytesMax(),
            SUPPORTED_FORMATS,
            immediate | SrpLoginResponse.NOTIFICATION_SUPPORTED,
            result)
        .write(ByteBuffer.wrap(bytes), 0);
    return bytes;
  }

  private void reject(long nowNs, ConnectRequest request, long tag, LoginRejectReason reason) {
    port.counters().add(SrpCounter.LOGINS_REJECTED);
    byte[] bytes = new byte[SrpLoginReject.LENGTH_BYTES];
    new SrpLoginReject(tag, reason.code(), SUPPORTED_FORMATS).write(ByteBuffer.wrap(bytes), 0);
    request.reject(nowNs, RejectReason.CONSUMER_REJECT, bytes);
  }
}
