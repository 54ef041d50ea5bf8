// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.fc;

import java.util.Arrays;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.bench.TestBench;

/** One command or function under way on a {@link RawNexus}, in an exchange of its own. */
public final class FcpTask {
  private static final int BUFFER_MAX = 16 << 20;

  private final TestBench bench;
  private final FcpCommand command;
  private final RawExchange exchange;
  private byte[] data = new byte[0];

  private FcpTask(TestBench bench, FcpCommand command, RawExchange exchange) {
    this.bench = bench;
    this.command = command;
    this.exchange = exchange;
  }

  static FcpTask start(RawNexus nexus, FcpCommand command) {
    FcpTask task = unsent(nexus, command, nexus.exchange(RawFrame.TYPE_FCP));
    task.exchange.send(RawFrame.COMMAND, command.encode());
    return task;
  }

  /** A task of {@code exchange} whose FCP_CMND the case sends itself. */
  public static FcpTask unsent(RawNexus nexus, FcpCommand command, RawExchange exchange) {
    return new FcpTask(nexus.bench(), command, exchange);
  }

  /** Its exchange. */
  public RawExchange exchange() {
    return exchange;
  }

  /** The Data-In that came so far. */
  public byte[] data() {
    return data.clone();
  }

  private String name() {
    return command.cdb().name();
  }

  /** The next information unit, which must be an FCP_XFER_RDY that fits the command. */
  public RawUnit transferReady() {
    return checked(exchange.next(name(), RawFrame.TRANSFER_READY));
  }

  private RawUnit checked(RawUnit ready) {
    long offset = ready.u32(0);
    long burst = ready.u32(4);
    if (burst == 0 || offset + burst > command.bufferBytes()) {
      throw CaseEnd.fail(
          "An FCP_XFER_RDY asks for "
              + burst
              + " bytes from "
              + offset
              + " of a buffer of "
              + command.bufferBytes()
              + " (FCP-4 9.3).");
    }
    return ready;
  }

  /** Sends what {@code ready} asks for. */
  public void serve(RawUnit ready, byte[] dataOut) {
    int offset = (int) ready.u32(0);
    int burst = (int) ready.u32(4);
    exchange.sendData(offset, Arrays.copyOfRange(dataOut, offset, offset + burst));
  }

  /** Keeps the bytes of an FCP_DATA. */
  public void take(RawUnit unit) {
    for (RawFrame frame : unit.frames()) {
      byte[] payload = frame.payload();
      long offset = frame.has(RawFrame.RELATIVE_OFFSET) ? frame.parameter() : data.length;
      if (offset + payload.length > BUFFER_MAX) {
        throw CaseEnd.fail(name() + ": Data-In lies outside its buffer: " + frame + ".");
      }
      int end = (int) offset + payload.length;
      if (end > data.length) {
        data = Arrays.copyOf(data, end);
      }
      System.arraycopy(payload, 0, data, (int) offset, payload.length);
    }
  }

  /** Takes Data-In and serves Data-Out until FCP_RSP comes, and confirms it if that is asked. */
  public FcpResponse respond(byte[] dataOut) {
    FcpResponse response = responseUnconfirmed(dataOut);
    if (response.asksForConfirmation()) {
      exchange.confirm();
    }
    return response;
  }

  /** The same without FCP_CONF. */
  public FcpResponse responseUnconfirmed(byte[] dataOut) {
    while (true) {
      RawUnit unit = exchange.next(name());
      switch (unit.routing()) {
        case RawFrame.TRANSFER_READY -> serve(checked(unit), dataOut);
        case RawFrame.DATA -> take(unit);
        case RawFrame.RESPONSE -> {
          return new FcpResponse(unit);
        }
        default -> throw CaseEnd.fail(name() + ": unexpected " + unit + ".");
      }
    }
  }

  /** An FCP_RSP that came already. */
  public FcpResponse responseOf(RawUnit unit) {
    return new FcpResponse(unit);
  }

  /** The FCP_RSP, before which nothing else may come. */
  public FcpResponse responseAlone() {
    FcpResponse response = new FcpResponse(exchange.next(name(), RawFrame.RESPONSE));
    if (response.asksForConfirmation()) {
      exchange.confirm();
    }
    return response;
  }

  /** The FCP_RSP of a function, as its RSP_CODE. */
  public FcpResponse functionResponse() {
    FcpResponse response = responseAlone();
    bench.check(
        response.hasInformation(),
        "A task management function is answered without RSP_CODE (FCP-4 9.5): " + response + ".");
    return response;
  }

  /** Serves the command to its end and gathers the answer. */
  public Answer finish(byte[] dataOut) {
    return answer(respond(dataOut));
  }

  /** What {@code response} says of the command. */
  public Answer answer(FcpResponse response) {
    return response.answer(command.cdb(), data, command.bufferBytes());
  }
}
