// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.fc.service;

import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The directory server as far as its bytes go (FC-GS-8): a CT_IU comes in, a CT_IU goes out. The
 * requests that it knows stand in one table.
 */
public final class CtServer {
  /** How long the preamble is. */
  public static final int PREAMBLE_BYTES = 16;

  private static final int REVISION = 1;
  private static final int DIRECTORY = 0xFC;
  private static final int NAME_SERVER = 0x02;
  private static final int REJECT = 0x8001;
  private static final int ACCEPT = 0x8002;

  private final SortedMap<Integer, Request> requests = new TreeMap<>();

  /** One request. */
  interface Request {
    /**
     * Answers {@code request}, whose payload lies from {@link #PREAMBLE_BYTES} on and has at least
     * the length that the table says.
     */
    CtAnswer answer(int requester, ByteBuffer request, int lengthBytes);
  }

  /** A server over {@code names}. */
  public CtServer(NameServer names) {
    NameQueries.addTo(requests, names);
    NameRegistrations.addTo(requests, names);
  }

  /**
   * Answers a request.
   *
   * @param requester the address that it came from
   * @param request the whole CT_IU from byte 0 on
   * @return the CT_IU of the response
   */
  public byte[] answer(int requester, ByteBuffer request, int lengthBytes) {
    CtAnswer answer = look(requester, request, lengthBytes);
    int maximumWords = lengthBytes < PREAMBLE_BYTES ? 0 : request.getShort(10) & 0xFFFF;
    byte[] payload = answer.payload();
    int residualWords = 0;
    int mostBytes = 4 * maximumWords;
    int lengthSent = payload.length;
    if (maximumWords != 0 && payload.length > mostBytes) {
      residualWords = (payload.length - mostBytes + 3) / 4;
      lengthSent = mostBytes;
    }
    ByteBuffer response = ByteBuffer.allocate(PREAMBLE_BYTES + lengthSent);
    response.put((byte) REVISION).put(new byte[3]);
    response.put((byte) DIRECTORY).put((byte) NAME_SERVER).putShort((short) 0);
    response.putShort((short) (answer.reason() == 0 ? ACCEPT : REJECT));
    response.putShort((short) residualWords);
    response.put((byte) 0).put((byte) answer.reason()).put((byte) answer.explanation());
    response.put((byte) 0);
    response.put(payload, 0, lengthSent);
    return response.array();
  }

  private CtAnswer look(int requester, ByteBuffer request, int lengthBytes) {
    if (lengthBytes < PREAMBLE_BYTES) {
      return CtAnswer.reject(CtAnswer.INVALID_SIZE);
    }
    if (request.get(0) != REVISION) {
      return CtAnswer.reject(CtAnswer.INVALID_VERSION);
    }
    if ((request.get(4) & 0xFF) != DIRECTORY || request.get(5) != NAME_SERVER) {
      return CtAnswer.reject(CtAnswer.NOT_SUPPORTED);
    }
    Request known = requests.get(request.getShort(8) & 0xFFFF);
    if (known == null) {
      return CtAnswer.reject(CtAnswer.INVALID_COMMAND);
    }
    return known.answer(requester, request, lengthBytes);
  }

  /** Adds a request whose payload has {@code payloadBytes} at least. */
  static void add(SortedMap<Integer, Request> table, int code, int payloadBytes, Request request) {
    table.put(
        code,
        (requester, bytes, length) ->
            length < PREAMBLE_BYTES + payloadBytes
                ? CtAnswer.reject(CtAnswer.INVALID_SIZE)
                : request.answer(requester, bytes, length));
  }
}
