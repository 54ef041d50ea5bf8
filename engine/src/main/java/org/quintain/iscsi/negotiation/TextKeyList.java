// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key=value pairs of one logical text data segment, in their order (RFC 7143 6.1): UTF-8, each
 * pair followed by one zero byte. Reusable.
 */
public final class TextKeyList {
  /** The longest key name (RFC 7143 6.1). */
  public static final int NAME_MAX = 63;

  /** The longest simple value unless a key says otherwise, in bytes (RFC 7143 6.1). */
  public static final int VALUE_MAX = 255;

  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  /** Forgets all pairs. */
  public void clear() {
    names.clear();
    values.clear();
  }

  /** How many pairs there are. */
  public int size() {
    return names.size();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** The name of pair {@code index}. */
  public String name(int index) {
    return names.get(index);
  }

  /** The value of pair {@code index}. */
  public String value(int index) {
    return values.get(index);
  }

  /** The value of the first pair called {@code name}, or null. */
  public @Nullable String valueOf(String name) {
    int index = names.indexOf(name);
    return index < 0 ? null : values.get(index);
  }

  /** The value of the first pair of {@code key}, or null. */
  public @Nullable String valueOf(IscsiKey key) {
    return valueOf(key.keyName());
  }

  /** Adds a pair. */
  public TextKeyList add(String name, String value) {
    names.add(name);
    values.add(value);
    return this;
  }

  /** Adds a pair. */
  public TextKeyList add(IscsiKey key, String value) {
    return add(key.keyName(), value);
  }

  /**
   * Replaces the pairs by those in {@code lengthBytes} bytes of {@code bytes} from {@code offset}
   * on. Zero bytes after the last pair are padding that some senders count in, and are skipped.
   */
  public NegotiationResult parse(ByteBuffer bytes, int offset, int lengthBytes) {
    clear();
    int end = offset + lengthBytes;
    int start = offset;
    while (start < end) {
      int stop = indexOfZero(bytes, start, end);
      if (stop < 0) {
        return NegotiationResult.initiatorError("the last key=value pair has no delimiter");
      }
      if (stop == start) {
        return isZero(bytes, start, end)
            ? NegotiationResult.OK
            : NegotiationResult.initiatorError("an empty key=value pair");
      }
      String problem = parsePair(bytes, start, stop);
      if (!problem.isEmpty()) {
        return NegotiationResult.initiatorError(problem);
      }
      start = stop + 1;
    }
    return NegotiationResult.OK;
  }

  private String parsePair(ByteBuffer bytes, int start, int stop) {
    int equals = start;
    while (equals < stop && bytes.get(equals) != '=') {
      equals++;
    }
    if (equals == stop) {
      return "a key=value pair without \"=\"";
    }
    int nameLength = equals - start;
    if (nameLength == 0 || nameLength > NAME_MAX) {
      return "a key name of " + nameLength + " bytes; 1 to 63 are allowed";
    }
    StringBuilder name = new StringBuilder(nameLength);
    for (int index = start; index < equals; index++) {
      char c = (char) (bytes.get(index) & 0xFF);
      if (!isNameCharacter(c, index == start)) {
        return "a key name with a character that RFC 7143 6.1 does not allow";
      }
      name.append(c);
    }
    ByteBuffer view = bytes.duplicate();
    view.limit(stop).position(equals + 1);
    try {
      String value =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(view)
              .toString();
      add(name.toString(), value);
      return "";
    } catch (CharacterCodingException malformed) {
      return "a value of " + name + " that is not UTF-8";
    }
  }

  // RFC 7143 6.1 asks for a capital letter first; iSCSIProtocolLevel (13.24) itself begins with a
  // small one.
  private static boolean isNameCharacter(char c, boolean isFirst) {
    boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (isFirst) {
      return letter;
    }
    return letter || (c >= '0' && c <= '9') || ".-+@_#".indexOf(c) >= 0;
  }

  private static int indexOfZero(ByteBuffer bytes, int start, int end) {
    for (int index = start; index < end; index++) {
      if (bytes.get(index) == 0) {
        return index;
      }
    }
    return -1;
  }

  private static boolean isZero(ByteBuffer bytes, int start, int end) {
    for (int index = start; index < end; index++) {
      if (bytes.get(index) != 0) {
        return false;
      }
    }
    return true;
  }

  /** The pairs as bytes, each followed by a zero byte. */
  public byte[] encode() {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < size(); index++) {
      text.append(name(index)).append('=').append(value(index)).append('\0');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < size(); index++) {
      text.append(index == 0 ? "" : ",").append(name(index)).append('=').append(value(index));
    }
    return text.toString();
  }
}
