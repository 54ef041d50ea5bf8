// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.srp;

import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.MessagePort;

/** A bare initiator port of the suite's. Closed with the case. */
public final class SrpPort {
  private static final int RECEIVES = 200;
  private static final int RECEIVE_BYTES = 512;

  private final TestBench bench;
  private final MessagePort port;

  private SrpPort(TestBench bench, MessagePort port) {
    this.bench = bench;
    this.port = port;
  }

  /** A port; the case is skipped where the fabric has no RDMA. */
  public static SrpPort open(TestBench bench) {
    try {
      MessagePort port = bench.fabric().openMessagePort();
      if (port == null) {
        throw CaseEnd.skip("The fabric has no port for bare messages.");
      }
      bench.atEnd(port::close);
      return new SrpPort(bench, port);
    } catch (FabricException e) {
      throw CaseEnd.unknown("There is no port for bare messages: " + e.getMessage());
    }
  }

  /** A channel of a port of its own, logged in, without unit attentions. */
  public static SrpChannel channel(TestBench bench) {
    SrpPort port = open(bench);
    return port.logIn(port.login()).clearUnitAttentions();
  }

  /** A login that asks for nothing special. */
  public SrpLogin login() {
    return new SrpLogin(port.isByIp(), port.initiatorPort(), port.targetPort());
  }

  /** Requests a connection with those private data. */
  public SrpChannel connect(byte[] privateData) {
    bench.journal().add("→ connection");
    return new SrpChannel(bench, port.connect(privateData, RECEIVES, RECEIVE_BYTES));
  }

  /** Logs in, which must be granted. */
  public SrpChannel logIn(SrpLogin login) {
    return connect(login.encode()).accepted();
  }

  /** Memory that the target can write. */
  public MessagePort.Memory writable(int lengthBytes) {
    return port.register(lengthBytes, false, true);
  }

  /** Memory that the target can read. */
  public MessagePort.Memory readable(byte[] bytes) {
    MessagePort.Memory memory = port.register(bytes.length, true, false);
    memory.fill(bytes);
    return memory;
  }
}
