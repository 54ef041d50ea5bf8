// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.iscsi;

import org.jspecify.annotations.Nullable;
import org.quintain.conformance.bench.CaseEnd;
import org.quintain.conformance.iscsi.Chap.Algorithm;

/**
 * One login's way through CHAP (RFC 7143 12.1.3), step by step: AuthMethod, CHAP_A, the target's
 * challenge, the answer to it.
 */
public final class ChapExchange {
  private static final String CHAP = "RFC 7143 12.1.3";

  private final RawLogin login;
  private @Nullable Algorithm algorithm;
  private int identifier;
  private byte[] challenge = new byte[0];

  private ChapExchange(RawLogin login) {
    this.login = login;
  }

  /** Sends the login's keys with {@code AuthMethod=methods}; the answer has to be CHAP. */
  public static ChapExchange begin(RawLogin login, String methods) {
    TextKeys keys = login.identify().add("AuthMethod", methods);
    LoginReply reply = login.step(login.request(false, false, RawLogin.SECURITY, 0, keys.encode()));
    return agreed(login, reply, methods);
  }

  /** The same where {@code reply} came to {@code AuthMethod=methods}. */
  static ChapExchange agreed(RawLogin login, LoginReply reply, String methods) {
    if (!reply.accepted("AuthMethod=" + methods).keys().first("AuthMethod").equals("CHAP")) {
      throw CaseEnd.fail("AuthMethod=" + methods + " is answered by " + reply + ".");
    }
    return new ChapExchange(login);
  }

  /** Sends {@code keys} in the security stage. */
  public LoginReply step(TextKeys keys) {
    return login.step(login.request(false, false, RawLogin.SECURITY, 0, keys.encode()));
  }

  /** Sends {@code keys} and asks for the operational stage. */
  public LoginReply stepOn(TextKeys keys) {
    return login.step(
        login.request(true, false, RawLogin.SECURITY, RawLogin.OPERATIONAL, keys.encode()));
  }

  /** Offers {@code list} in CHAP_A. */
  public LoginReply offer(String list) {
    return step(new TextKeys().add("CHAP_A", list));
  }

  /** Offers {@code list} and takes the challenge, which has to be one. */
  public ChapExchange challenged(String list) {
    LoginReply reply = offer(list);
    TextKeys keys = reply.accepted("CHAP_A=" + list).keys();
    Algorithm chosen = Algorithm.of(keys.first("CHAP_A"));
    byte[] bytes = Chap.bytes(keys.first("CHAP_C"));
    String text = keys.first("CHAP_I");
    boolean whole = chosen != null && bytes != null && text.matches("(0[xX])?[0-9a-fA-F]{1,4}");
    if (chosen == null || bytes == null || !whole) {
      throw CaseEnd.fail(
          "CHAP_A="
              + list
              + " is not answered by CHAP_A, CHAP_I and CHAP_C ("
              + CHAP
              + "): "
              + reply);
    }
    algorithm = chosen;
    identifier = Integer.decode(text);
    challenge = bytes;
    return this;
  }

  /** The algorithm that the target chose. */
  public Algorithm algorithm() {
    Algorithm chosen = algorithm;
    if (chosen == null) {
      throw CaseEnd.fail("The target has chosen no algorithm (" + CHAP + ").");
    }
    return chosen;
  }

  /** The target's identifier. */
  public int identifier() {
    return identifier;
  }

  /** The target's challenge. */
  public byte[] challenge() {
    return challenge.clone();
  }

  /** The right response to the target's challenge. */
  public byte[] response(String secret) {
    return Chap.response(algorithm(), identifier, secret, challenge);
  }

  /** The keys that answer the challenge rightly. */
  public TextKeys answer(String user, String secret) {
    return new TextKeys().add("CHAP_N", user).add("CHAP_R", Chap.hex(response(secret)));
  }
}
