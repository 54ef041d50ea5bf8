// SPDX-License-Identifier: Apache-2.0
package org.quintain.initiator;

import org.jspecify.annotations.Nullable;

/**
 * A bare port of an RDMA adapter, for suites that build and read the messages of SRP themselves: it
 * logs in with nobody and answers nothing. Used by one thread, which is not a reactor's.
 */
public interface MessagePort extends AutoCloseable {
  /** What became of a connection. */
  enum State {
    /** Nobody has answered yet. */
    REQUESTED,
    /** The peer accepted: {@link Channel#answer} is what it said. */
    ESTABLISHED,
    /** The peer rejected: {@link Channel#answer} is what it said. */
    REJECTED,
    /** It is over, or nobody answered at all. */
    OVER
  }

  /** A reliable connection for messages. */
  interface Channel {
    /** What became of it. */
    State state();

    /** The private data of the peer's answer, padded with zeros. */
    byte[] answer();

    /** Of a rejection, its reason: 28 where the answer says it. */
    int rejectReason();

    /** Sends a message; lost without a word where the connection is over. */
    void send(byte[] message);

    /** The next message that came, waiting at most {@code timeoutNs}; null if none came. */
    byte @Nullable [] receive(long timeoutNs);

    /** Waits until there is an answer, or the end; false when {@code timeoutNs} pass first. */
    boolean awaitAnswer(long timeoutNs);

    /** Waits for the end; false when {@code timeoutNs} pass first. */
    boolean awaitOver(long timeoutNs);

    /** Lets the queue pair fail, without a word to the peer. */
    void fail();

    /** Ends the connection. */
    void disconnect();
  }

  /** Memory that the peer can be told of. */
  interface Memory {
    /** The virtual address of its first byte. */
    long address();

    /** The remote key. */
    int key();

    /** What is in it now. */
    byte[] bytes();

    /** Puts {@code bytes} at its beginning. */
    void fill(byte[] bytes);

    /** Ends the registration: the key names nothing from now on. */
    void deregister();
  }

  /** The target port's 16-byte name. */
  byte[] targetPort();

  /** A 16-byte name for an initiator port, which nobody else on the fabric has. */
  byte[] initiatorPort();

  /** Whether connections go by the IP service annex, where a login has its shorter form. */
  boolean isByIp();

  /**
   * Requests a connection from the target's service.
   *
   * @param receives how many messages may come before the first is taken
   * @param receiveBytes the longest message that can come
   */
  Channel connect(byte[] privateData, int receives, int receiveBytes);

  /** Registers {@code lengthBytes} bytes of zeros. */
  Memory register(int lengthBytes, boolean isReadable, boolean isWritable);

  /** Ends all connections, without a word to anybody. */
  @Override
  void close();
}
