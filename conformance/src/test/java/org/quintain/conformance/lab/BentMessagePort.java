// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.lab;

import org.jspecify.annotations.Nullable;
import org.quintain.initiator.MessagePort;

/** A bare port whose messages go past a {@link WireBend}. */
record BentMessagePort(MessagePort port, WireBend<WireMessage> bend) implements MessagePort {
  @Override
  public byte[] targetPort() {
    return port.targetPort();
  }

  @Override
  public byte[] initiatorPort() {
    return port.initiatorPort();
  }

  @Override
  public boolean isByIp() {
    return port.isByIp();
  }

  @Override
  public Channel connect(byte[] privateData, int receives, int receiveBytes) {
    WireMessage login = WireMessage.ofLogin(privateData);
    bend.toTarget(login);
    return new BentChannel(port.connect(login.bytes(), receives, receiveBytes), bend);
  }

  @Override
  public Memory register(int lengthBytes, boolean isReadable, boolean isWritable) {
    return port.register(lengthBytes, isReadable, isWritable);
  }

  @Override
  public void close() {
    port.close();
  }

  private record BentChannel(Channel channel, WireBend<WireMessage> bend) implements Channel {
    @Override
    public State state() {
      return channel.state();
    }

    @Override
    public byte[] answer() {
      WireMessage message = new WireMessage(channel.answer());
      bend.toInitiator(message);
      return message.bytes();
    }

    @Override
    public int rejectReason() {
      return channel.rejectReason();
    }

    @Override
    public void send(byte[] bytes) {
      WireMessage message = new WireMessage(bytes);
      bend.toTarget(message);
      if (!message.isDropped()) {
        channel.send(message.bytes());
      }
    }

    /** A message that is lost counts as none that came in time. */
    @Override
    public byte @Nullable [] receive(long timeoutNs) {
      byte[] bytes = channel.receive(timeoutNs);
      while (bytes != null) {
        WireMessage message = new WireMessage(bytes);
        bend.toInitiator(message);
        if (!message.isDropped()) {
          return message.bytes();
        }
        bytes = channel.receive(timeoutNs);
      }
      return null;
    }

    @Override
    public boolean awaitAnswer(long timeoutNs) {
      return channel.awaitAnswer(timeoutNs);
    }

    @Override
    public boolean awaitOver(long timeoutNs) {
      return channel.awaitOver(timeoutNs);
    }

    @Override
    public void fail() {
      channel.fail();
    }

    @Override
    public void disconnect() {
      channel.disconnect();
    }
  }
}
