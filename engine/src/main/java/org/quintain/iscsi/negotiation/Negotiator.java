// SPDX-License-Identifier: Apache-2.0
package org.quintain.iscsi.negotiation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quintain.sam.Check;

/**
 * One side of the negotiation of one connection's keys (RFC 7143 6.2), for either role: it answers
 * the peer's offers, takes its answers and declarations, and holds the results. No text that a peer
 * can send makes it throw. Used by the connection's reactor alone.
 */
public final class Negotiator {
  /** Which end we are. */
  public enum Role {
    INITIATOR,
    TARGET
  }

  private static final int KEYS = IscsiKey.values().length;

  private final Role role;
  private final KeyPreferences preferences;
  private final boolean leading;

  private final NegotiatedValues values = new NegotiatedValues();

  private final OpenOffers offers = new OpenOffers();

  // By ordinal of the key.
  private final boolean[] seen = new boolean[KEYS];

  private String methodAgreed = TextValues.NONE;
  private final List<IscsiKey> rejected = new ArrayList<>();
  private @Nullable String sendTargets;

  /** The peer's MaxRecvDataSegmentLength when a negotiation in full feature phase began. */
  private @Nullable String declaredBefore;

  /**
   * @param leading whether the connection is the first of its session, which alone negotiates
   *     session-wide keys
   */
  public Negotiator(Role role, KeyPreferences preferences, boolean leading) {
    this.role = role;
    this.preferences = preferences;
    this.leading = leading;
  }

  /**
   * Takes the peer's keys of one complete text and adds our answers to {@code out}. A result that
   * is not OK ends a login; in full feature phase the values stay what they were.
   */
  public NegotiationResult onKeys(LoginStage stage, TextKeyList in, TextKeyList out) {
    methodAgreed = values.result(IscsiKey.AUTH_METHOD);
    // The meaning of some keys depends on others, but never on their order within one text.
    for (int pass = 0; pass < 3; pass++) {
      for (int index = 0; index < in.size(); index++) {
        IscsiKey key = IscsiKey.ofName(in.name(index));
        if (passOf(key) != pass) {
          continue;
        }
        NegotiationResult outcome =
            key == null
                ? onUnknownKey(in.name(index), in.value(index), out)
                : onKey(stage, key, in.value(index), out);
        if (!outcome.isOk()) {
          return outcome;
        }
      }
    }
    return NegotiationResult.OK;
  }

  private static int passOf(@Nullable IscsiKey key) {
    if (key == IscsiKey.SESSION_TYPE) {
      return 0;
    }
    return key == IscsiKey.FIRST_BURST_LENGTH ? 2 : 1;
  }

  // RFC 7143 6.2: a key not understood is answered so; the reserved answers themselves get none.
  private static NegotiationResult onUnknownKey(String name, String value, TextKeyList out) {
    if (!TextValues.isReservedAnswer(value)) {
      out.add(name, TextValues.NOT_UNDERSTOOD);
    }
    return NegotiationResult.OK;
  }

  private NegotiationResult onKey(LoginStage stage, IscsiKey key, String value, TextKeyList out) {
    int ordinal = key.ordinal();
    if (seen[ordinal] && !key.isRepeatable()) {
      return NegotiationResult.initiatorError(key.keyName() + " came twice");
    }
    seen[ordinal] = true;
    String offer = offers.take(key);
    if (offer != null) {
      return onAnswer(key, offer, value);
    }
    boolean wrongSender =
        key.sender() == (role == Role.TARGET ? IscsiKey.Sender.TARGET : IscsiKey.Sender.INITIATOR);
    boolean notLeading = key.use().isLeadingOnly() && !leading && key != IscsiKey.SESSION_TYPE;
    if (wrongSender || notLeading) {
      return reject(key, out);
    }
    if (!key.use().allows(stage)) {
      boolean full = stage == LoginStage.FULL_FEATURE_PHASE || key == IscsiKey.SEND_TARGETS;
      return full
          ? reject(key, out)
          : NegotiationResult.initiatorError(
              key.keyName() + " does not belong into stage " + stage);
    }
    return accept(key, value, out);
  }

  private NegotiationResult accept(IscsiKey key, String value, TextKeyList out) {
    return switch (key.type()) {
      case LIST, BOOLEAN_AND, BOOLEAN_OR, NUMBER_MINIMUM, NUMBER_MAXIMUM ->
          onOffer(key, value, out);
      case DECLARED_NUMBER, DECLARED_TEXT, DECLARED_NAME, DECLARED_CHOICE ->
          onDeclaration(key, value);
      case QUERY -> {
        sendTargets = value;
        yield NegotiationResult.OK;
      }
      // RFC 7143 12: a method's keys follow the text that agreed on it; the method reads them.
      case AUTHENTICATION ->
          key.keyName().startsWith(methodAgreed + "_")
              ? NegotiationResult.OK
              : NegotiationResult.authenticationFailure(
                  key.keyName() + " came though no method that uses it was agreed on");
      case OBSOLETE_BOOLEAN, OBSOLETE_RANGE -> {
        String answer = KeyRules.answer(key, value, TextValues.NO);
        out.add(key, answer == null ? TextValues.REJECT : answer);
        yield NegotiationResult.OK;
      }
    };
  }

  private NegotiationResult onOffer(IscsiKey key, String offer, TextKeyList out) {
    if (values.isIrrelevant(key)) {
      out.add(key, TextValues.IRRELEVANT);
      return NegotiationResult.OK;
    }
    String preference = preferences.value(key);
    if (key == IscsiKey.FIRST_BURST_LENGTH) {
      // RFC 7143 13.14: FirstBurstLength must not exceed MaxBurstLength.
      long limit =
          Math.min(TextValues.number(preference), values.number(IscsiKey.MAX_BURST_LENGTH));
      preference = Long.toString(limit);
    }
    String answer = KeyRules.answer(key, offer, preference);
    if (answer != null) {
      values.result(key, answer);
      out.add(key, answer);
      return NegotiationResult.OK;
    }
    return key == IscsiKey.AUTH_METHOD
        ? NegotiationResult.authenticationFailure("no AuthMethod of \"" + offer + "\" will do here")
        : reject(key, out);
  }

  private NegotiationResult reject(IscsiKey key, TextKeyList out) {
    rejected.add(key);
    out.add(key, TextValues.REJECT);
    return NegotiationResult.OK;
  }

  private NegotiationResult onDeclaration(IscsiKey key, String value) {
    String kept = value;
    switch (key.type()) {
      case DECLARED_NUMBER -> {
        if (!KeyRules.isInRange(key, value)) {
          return outOfPlace(key, value);
        }
      }
      case DECLARED_NAME -> {
        String name = IscsiName.normalized(value);
        if (name == null) {
          return outOfPlace(key, value);
        }
        kept = name;
      }
      case DECLARED_CHOICE -> {
        if (!value.equals(SessionType.NORMAL.value())
            && !value.equals(SessionType.DISCOVERY.value())) {
          return NegotiationResult.sessionTypeNotSupported(
              "SessionType is Normal or Discovery, not \"" + value + "\"");
        }
      }
      default -> {
        if (value.length() > TextKeyList.VALUE_MAX) {
          return outOfPlace(key, value);
        }
      }
    }
    values.peerDeclared(key, kept);
    return NegotiationResult.OK;
  }

  private static NegotiationResult outOfPlace(IscsiKey key, String value) {
    return NegotiationResult.initiatorError(key.keyName() + " cannot be \"" + value + "\"");
  }

  private NegotiationResult onAnswer(IscsiKey key, String offer, String answer) {
    switch (answer) {
      case TextValues.IRRELEVANT:
        return NegotiationResult.OK;
      case TextValues.NOT_UNDERSTOOD:
        // Keys younger than RFC 3720 are unknown to older peers.
        return key == IscsiKey.TASK_REPORTING || key == IscsiKey.ISCSI_PROTOCOL_LEVEL
            ? NegotiationResult.OK
            : refused(key, offer, answer);
      case TextValues.REJECT:
        return refused(key, offer, answer);
      default:
        if (!KeyRules.isAdmissibleAnswer(key, offer, answer)) {
          return refused(key, offer, answer);
        }
        values.result(key, answer);
        return NegotiationResult.OK;
    }
  }

  // RFC 7143 7.12: a failed negotiation during login is a failed login.
  private static NegotiationResult refused(IscsiKey key, String offer, String answer) {
    String reason = key.keyName() + "=" + offer + " was answered with \"" + answer + "\"";
    return key == IscsiKey.AUTH_METHOD
        ? NegotiationResult.authenticationFailure(reason)
        : NegotiationResult.initiatorError(reason);
  }

  /** Declares {@code value} for {@code key} to the peer. */
  public void declare(IscsiKey key, String value, TextKeyList out) {
    Check.that(
        !key.type().isNegotiated(), "a negotiated key is offered, not declared", key.ordinal());
    values.weDeclared(key, value);
    out.add(key, value);
  }

  /**
   * Adds our offers and declarations that {@code stage} is the place for and that have not been
   * made. An initiator offers all it has a preference for; a target declares
   * MaxRecvDataSegmentLength and leaves offers to the initiator.
   */
  public void offer(LoginStage stage, TextKeyList out) {
    for (IscsiKey key : IscsiKey.values()) {
      boolean now = stage == LoginStage.SECURITY_NEGOTIATION == (key.use() == KeyUse.SECURITY_ONLY);
      if (!now || !preferences.has(key)) {
        continue;
      }
      if (key.type() == KeyType.DECLARED_NUMBER) {
        if (values.weDeclared(key) == null) {
          declare(key, preferences.value(key), out);
        }
      } else if (role == Role.INITIATOR && isOpenForOffer(stage, key)) {
        offer(key, preferences.value(key), out);
      }
    }
  }

  /**
   * Adds offers for keys that the peer has not brought up though their defaults are more than our
   * preference bears. A target calls it before it agrees to leave the operational stage.
   *
   * @return how many offers were added; while {@link #hasOpenOffers} the stage cannot end
   */
  public int offerWhatDefaultsExceed(LoginStage stage, TextKeyList out) {
    int offers = 0;
    for (IscsiKey key : IscsiKey.values()) {
      if (preferences.has(key)
          && isOpenForOffer(stage, key)
          && KeyRules.isDefaultInsufficient(key, preferences.value(key))) {
        offer(key, preferences.value(key), out);
        offers++;
      }
    }
    return offers;
  }

  /** Declares our MaxRecvDataSegmentLength over again, in a negotiation of full feature phase. */
  public void redeclareSegmentLength(TextKeyList out) {
    IscsiKey key = IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH;
    String declared = values.weDeclared(key);
    declare(key, declared == null ? key.defaultValue() : declared, out);
  }

  private boolean isOpenForOffer(LoginStage stage, IscsiKey key) {
    return key.type().isNegotiated()
        && key.use().allows(stage)
        && (leading || !key.use().isLeadingOnly())
        && !seen[key.ordinal()]
        && !offers.isMade(key)
        && !values.isIrrelevant(key);
  }

  /** Offers {@code value} for {@code key}. */
  public void offer(IscsiKey key, String value, TextKeyList out) {
    Check.that(key.type().isNegotiated(), "a declared key is not offered", key.ordinal());
    offers.open(key, value);
    out.add(key, value);
  }

  /** Whether an offer of ours that must be answered has not been. */
  public boolean hasOpenOffers() {
    return offers.hasOpen();
  }

  /**
   * The stage has ended by agreement: offers whose answers are optional give the result, keys that
   * went unanswered against the rule keep their defaults and are listed in {@link
   * #unansweredOffers}.
   */
  public void onStageEnd() {
    offers.close(values);
  }

  /**
   * A new negotiation begins in full feature phase: declarations may be repeated in it (RFC 7143
   * 6.4).
   */
  public void beginTextNegotiation() {
    Arrays.fill(seen, false);
    sendTargets = null;
    declaredBefore = values.peerDeclared(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH);
  }

  /**
   * The negotiation in full feature phase has failed: what the peer declared in it is as if it had
   * not been (RFC 7143 7.12).
   */
  public void abandonTextNegotiation() {
    values.restorePeerDeclared(IscsiKey.MAX_RECV_DATA_SEGMENT_LENGTH, declaredBefore);
    beginTextNegotiation();
  }

  /** The kind of session that the initiator declared. */
  public SessionType sessionType() {
    return values.sessionType();
  }

  /** What the peer declared for {@code key} (names in the form they are compared in), or null. */
  public @Nullable String peerDeclared(IscsiKey key) {
    return values.peerDeclared(key);
  }

  /** What the last text asked with SendTargets, or null when it did not ask. */
  public @Nullable String sendTargets() {
    return sendTargets;
  }

  /** The value in force for a negotiated key. */
  public String result(IscsiKey key) {
    return values.result(key);
  }

  /** Keys that the peer had to answer and did not. */
  public List<IscsiKey> unansweredOffers() {
    return List.copyOf(offers.unanswered());
  }

  /** Keys that we rejected. */
  public List<IscsiKey> rejectedKeys() {
    return List.copyOf(rejected);
  }

  /** The session-wide values in force. */
  public SessionParameters sessionParameters() {
    return values.sessionParameters();
  }

  /** The connection's values in force. */
  public ConnectionParameters connectionParameters() {
    return values.connectionParameters();
  }
}
