// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.ethernet.MacAddress;

/**
 * A packet socket of Linux (packet(7)) on one network interface for one kind of Ethernet frames,
 * through the C library. Any thread may send; one receives.
 */
final class PacketSocket implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_ADD_MEMBERSHIP = 1;
  private static final int PACKET_DROP_MEMBERSHIP = 2;
  private static final int MEMBERSHIP_MULTICAST = 0;
  private static final int MEMBERSHIP_UNICAST = 3;
  private static final int SIOCGIFINDEX = 0x8933;
  private static final int SIOCGIFHWADDR = 0x8927;
  private static final int SIOCGIFMTU = 0x8921;
  private static final int IFREQ_BYTES = 40;
  private static final int IFREQ_VALUE_AT = 16;
  private static final int SOCKADDR_BYTES = 20;
  private static final int MREQ_BYTES = 16;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int RECEIVE_BUFFER_BYTES = 8 << 20;
  private static final short POLLIN = 1;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;

  /** What is called, in its own names and types. */
  public interface CLibrary {
    /** socket(2). */
    int socket(int domain, int type, int protocol);

    /** bind(2). */
    int bind(int descriptor, @In byte[] address, int length);

    /** ioctl(2). */
    int ioctl(int descriptor, long request, @In @Out byte[] argument);

    /** setsockopt(2). */
    int setsockopt(int descriptor, int level, int name, @In byte[] value, int length);

    /** recv(2). */
    long recv(int descriptor, @Out ByteBuffer into, long length, int flags);

    /** send(2). */
    long send(int descriptor, @In ByteBuffer from, long length, int flags);

    /** poll(2) of one descriptor. */
    int poll(@In @Out byte[] descriptors, long count, int timeoutMs);

    /** close(2). */
    int close(int descriptor);

    /** strerror(3). */
    String strerror(int error);
  }

  private static final @Nullable CLibrary C = load();

  private final CLibrary library;
  private final int descriptor;
  private final int interfaceIndex;
  private final long address;
  private final int mtuBytes;

  private static @Nullable CLibrary load() {
    try {
      return LibraryLoader.create(CLibrary.class).load("c");
    } catch (RuntimeException | LinkageError none) {
      return null;
    }
  }

  /**
   * Opens a socket for frames of {@code etherType} on {@code networkInterface}.
   *
   * @throws IOException with one sentence when that cannot be, most often for want of CAP_NET_RAW
   */
  PacketSocket(String networkInterface, int etherType) throws IOException {
    if (C == null) {
      throw new IOException(
          "This machine's C library cannot be called, which packet sockets need.");
    }
    library = C;
    descriptor = library.socket(AF_PACKET, SOCK_RAW_CLOEXEC, swapped(etherType));
    if (descriptor < 0) {
      throw new IOException(
          "A packet socket on " + networkInterface + " cannot be had: " + lastError() + ".");
    }
    try {
      interfaceIndex = request(networkInterface, SIOCGIFINDEX).getInt(IFREQ_VALUE_AT);
      mtuBytes = request(networkInterface, SIOCGIFMTU).getInt(IFREQ_VALUE_AT);
      ByteBuffer hardware = request(networkInterface, SIOCGIFHWADDR);
      address = MacAddress.get(hardware.order(ByteOrder.BIG_ENDIAN), IFREQ_VALUE_AT + 2);
      byte[] bound = new byte[SOCKADDR_BYTES];
      inNativeOrder(bound)
          .putShort(0, (short) AF_PACKET)
          .putShort(2, (short) swapped(etherType))
          .putInt(4, interfaceIndex);
      check(library.bind(descriptor, bound, bound.length), "bound to " + networkInterface);
      byte[] room = new byte[Integer.BYTES];
      inNativeOrder(room).putInt(0, RECEIVE_BUFFER_BYTES);
      // Refused without privileges; the usual room is there then.
      library.setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, room, room.length);
    } catch (IOException refused) {
      library.close(descriptor);
      throw refused;
    }
  }

  private static ByteBuffer inNativeOrder(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  private static int swapped(int etherType) {
    return Short.reverseBytes((short) etherType) & 0xFFFF;
  }

  private ByteBuffer request(String networkInterface, int what) throws IOException {
    byte[] request = new byte[IFREQ_BYTES];
    byte[] name = networkInterface.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, request, 0, Math.min(name.length, IFREQ_VALUE_AT - 1));
    check(library.ioctl(descriptor, what, request), "asked about " + networkInterface);
    return inNativeOrder(request);
  }

  private void check(int result, String what) throws IOException {
    if (result < 0) {
      throw new IOException("A packet socket cannot be " + what + ": " + lastError() + ".");
    }
  }

  private String lastError() {
    return library.strerror(LastError.getLastError(Runtime.getRuntime(library)));
  }

  /** The interface's own Ethernet address. */
  long address() {
    return address;
  }

  /** How long the data of its frames can be. */
  int mtuBytes() {
    return mtuBytes;
  }

  /**
   * Has the interface take frames to {@code added} too.
   *
   * @throws IOException with one sentence when it does not
   */
  void listenTo(long added) throws IOException {
    membership(PACKET_ADD_MEMBERSHIP, added, "told to take frames to ");
  }

  /**
   * Undoes {@link #listenTo}.
   *
   * @throws IOException with one sentence when that was not done
   */
  void ignore(long removed) throws IOException {
    membership(PACKET_DROP_MEMBERSHIP, removed, "told to take no frames to ");
  }

  private void membership(int option, long of, String what) throws IOException {
    byte[] request = new byte[MREQ_BYTES];
    ByteBuffer fields =
        inNativeOrder(request)
            .putInt(0, interfaceIndex)
            .putShort(
                4, (short) (MacAddress.isGroup(of) ? MEMBERSHIP_MULTICAST : MEMBERSHIP_UNICAST))
            .putShort(6, (short) MacAddress.LENGTH_BYTES);
    MacAddress.put(fields.order(ByteOrder.BIG_ENDIAN), 8, of);
    check(
        library.setsockopt(descriptor, SOL_PACKET, option, request, request.length),
        what + MacAddress.text(of));
  }

  /** Sends a frame, a direct buffer; false when the interface has no room. */
  boolean send(ByteBuffer frame, int lengthBytes) {
    return library.send(descriptor, frame, lengthBytes, MSG_DONTWAIT) == lengthBytes;
  }

  /**
   * Waits for a frame and reads it into {@code into}, a direct buffer; its length, or 0 when none
   * came within {@code timeoutMs}.
   *
   * @throws IOException with one sentence when the socket is broken
   */
  int receive(ByteBuffer into, int timeoutMs) throws IOException {
    byte[] waiting = new byte[8];
    inNativeOrder(waiting).putInt(0, descriptor).putShort(4, POLLIN);
    int ready = library.poll(waiting, 1, timeoutMs);
    if (ready <= 0) {
      return 0;
    }
    long length = library.recv(descriptor, into, into.capacity(), MSG_DONTWAIT);
    if (length < 0) {
      int error = LastError.getLastError(Runtime.getRuntime(library));
      if (error != EINTR && error != EAGAIN) {
        throw new IOException("the packet socket is broken: " + library.strerror(error));
      }
      return 0;
    }
    return (int) length;
  }

  @Override
  public void close() {
    library.close(descriptor);
  }
}
