// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.fcoe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quintain.hardware.ethernet.DatagramLink;
import org.quintain.hardware.ethernet.EthernetLink;
import org.quintain.hardware.net.NettyReactor;

/**
 * How people name an Ethernet link: a network interface of this machine, or {@code
 * udp:HERE:PORT,THERE:PORT} for datagrams between two addresses.
 *
 * @param networkInterface its name, null for datagrams
 * @param local where datagrams come, null for an interface
 * @param remote where they go, null for an interface
 */
public record LinkName(
    @Nullable String networkInterface,
    @Nullable InetSocketAddress local,
    @Nullable InetSocketAddress remote) {
  /** Room for the longest FCoE frame, and for what a "baby jumbo" interface takes. */
  private static final int DATAGRAM_DATA_BYTES = 2_500;

  private static final String DATAGRAM_PREFIX = "udp:";
  private static final Pattern DATAGRAMS =
      Pattern.compile(
          "udp:(\\[?[0-9a-fA-F.:]+\\]?):([0-9]{1,5}),(\\[?[0-9a-fA-F.:]+\\]?):([0-9]{1,5})");
  private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9_.@-]{1,15}");

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException with one sentence when it is none
   */
  public static LinkName parse(String text) {
    Matcher datagrams = DATAGRAMS.matcher(text);
    if (datagrams.matches()) {
      return new LinkName(
          null,
          address(datagrams.group(1), datagrams.group(2)),
          address(datagrams.group(3), datagrams.group(4)));
    }
    if (!INTERFACE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is neither a network interface nor udp:HERE:PORT,THERE:PORT.");
    }
    return new LinkName(text, null, null);
  }

  private static InetSocketAddress address(String host, String port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port));
    } catch (UnknownHostException | IllegalArgumentException none) {
      throw new IllegalArgumentException(
          "\"" + host + ":" + port + "\" is not an address in digits and a port to 65535.", none);
    }
  }

  /** Whether it is datagrams, which have no Ethernet address of their own. */
  public boolean isDatagrams() {
    return networkInterface == null;
  }

  /**
   * Takes the link; called by another thread than the reactor's.
   *
   * @param address the Ethernet address of a link that has none of its own
   * @throws IOException with one sentence when it cannot be had
   */
  public EthernetLink open(NettyReactor reactor, long address) throws IOException {
    String device = networkInterface;
    if (device != null) {
      return new InterfaceLink(reactor, device);
    }
    InetSocketAddress here = local;
    InetSocketAddress there = remote;
    if (here == null || there == null) {
      throw new IllegalStateException("a link is an interface or two addresses");
    }
    DatagramLink datagrams = new DatagramLink(reactor, here, there, address, DATAGRAM_DATA_BYTES);
    datagrams.bind();
    return datagrams;
  }

  /** The text that {@link #parse} takes. */
  @Override
  public String toString() {
    String device = networkInterface;
    InetSocketAddress here = local;
    InetSocketAddress there = remote;
    return device != null || here == null || there == null
        ? String.valueOf(device)
        : DATAGRAM_PREFIX + text(here) + "," + text(there);
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
