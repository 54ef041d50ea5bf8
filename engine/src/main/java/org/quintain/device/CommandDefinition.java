// SPDX-License-Identifier: Apache-2.0
package org.quintain.device;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.quintain.sam.Check;

/**
 * One row of the table of commands. It feeds the parser, the check of bits that mean nothing,
 * REPORT SUPPORTED OPERATION CODES and the order of checks before execution.
 */
public final class CommandDefinition {
  /** What {@link #serviceAction} is for operation codes that have none. */
  public static final int NO_SERVICE_ACTION = -1;

  private final int operationCode;
  private final int serviceAction;
  private final String name;
  private final byte[] usage;

  /** The bits that must be zero, eight bytes of the CDB a number; none beyond its end. */
  private final long[] forbidden;

  private final DataDirection direction;
  private final int nominalTimeoutSeconds;
  private final int recommendedTimeoutSeconds;
  private final boolean passesUnitAttention;
  private final boolean isImplicitHeadOfQueue;
  private final boolean writesMedium;
  private final ReservationRule reservationRule;
  private final AccessRule accessRule;
  private final ReadinessRule readinessRule;
  private final BooleanSupplier presence;
  private final CommandStep handler;
  private final IoClass ioClass;
  private final int groupNumberAt;
  private final DurationPage durationPage;

  private CommandDefinition(Builder builder, CommandStep handler) {
    this.operationCode = builder.operationCode;
    this.serviceAction = builder.serviceAction;
    this.name = builder.name;
    this.usage = builder.usage;
    this.direction = builder.direction;
    this.nominalTimeoutSeconds = builder.nominalTimeoutSeconds;
    this.recommendedTimeoutSeconds = builder.recommendedTimeoutSeconds;
    this.passesUnitAttention = builder.passesUnitAttention;
    this.isImplicitHeadOfQueue = builder.isImplicitHeadOfQueue;
    this.writesMedium = builder.writesMedium;
    this.reservationRule = builder.reservationRule;
    this.accessRule = builder.accessRule;
    this.readinessRule = builder.readinessRule;
    this.presence = builder.presence;
    this.handler = handler;
    this.ioClass = IoClass.of(operationCode, serviceAction);
    this.groupNumberAt = builder.groupNumberAt;
    this.durationPage = builder.durationPage;
    this.forbidden = new long[(usage.length + Long.BYTES - 1) / Long.BYTES];
    forbid();
  }

  private void forbid() {
    Arrays.fill(forbidden, 0);
    for (int at = 1; at < usage.length; at++) {
      forbidden[at / Long.BYTES] |=
          (~allowedBits(at) & 0xFFL) << (8 * (Long.BYTES - 1 - at % Long.BYTES));
    }
  }

  /** From now on the NACA bit of its CONTROL byte may be set. */
  void takeNaca() {
    usage[isVariableLength() ? 1 : usage.length - 1] |= Cdb.NACA;
    forbid();
  }

  /** Begins the row of {@code name}. */
  public static Builder command(String name) {
    return new Builder(name);
  }

  /** OPERATION CODE. */
  public int operationCode() {
    return operationCode;
  }

  /** SERVICE ACTION, or {@link #NO_SERVICE_ACTION}. */
  public int serviceAction() {
    return serviceAction;
  }

  /** Whether the operation code has service actions. */
  public boolean hasServiceAction() {
    return serviceAction != NO_SERVICE_ACTION;
  }

  /** Whether its CDB has the variable-length format (SPC-5 4.2.3). */
  public boolean isVariableLength() {
    return operationCode == CommandTable.VARIABLE_LENGTH;
  }

  /** The command's name as its standard spells it. */
  public String name() {
    return name;
  }

  /** Length of the CDB in bytes. */
  public int cdbBytes() {
    return usage.length;
  }

  /**
   * Byte {@code index} of the CDB usage data (SPC-5 6.35.3): the operation code, the service action
   * in its place, and a one for every bit that the device server looks at.
   */
  public int usage(int index) {
    return usage[index] & 0xFF;
  }

  /** Which bits of byte {@code index} may be set in a CDB of this command. */
  public int allowedBits(int index) {
    return switch (index) {
      case 1 -> hasServiceAction() && !isVariableLength() ? usage(1) | 0x1F : usage(1);
      // The ADDITIONAL CDB LENGTH and the service action, which are checked as values.
      case 7, 8, 9 -> isVariableLength() ? 0xFF : usage(index);
      default -> usage(index);
    };
  }

  /**
   * Whether {@code cdb} has a bit that must be zero; its array is as long as any CDB may be, so
   * that it is looked at in numbers of eight bytes.
   */
  boolean hasForbiddenBit(byte[] cdb) {
    long found = 0;
    for (int index = 0; index < forbidden.length; index++) {
      found |= Cdb.u64(cdb, index * Long.BYTES) & forbidden[index];
    }
    return found != 0;
  }

  /** Which buffer it uses. */
  public DataDirection direction() {
    return direction;
  }

  /** NOMINAL COMMAND PROCESSING TIMEOUT in seconds. */
  public int nominalTimeoutSeconds() {
    return nominalTimeoutSeconds;
  }

  /** RECOMMENDED COMMAND TIMEOUT in seconds. */
  public int recommendedTimeoutSeconds() {
    return recommendedTimeoutSeconds;
  }

  /**
   * Whether it is executed while a unit attention condition is pending, which stays (SAM-5 5.14).
   */
  public boolean passesUnitAttention() {
    return passesUnitAttention;
  }

  /** Whether it is processed as if its task attribute were HEAD OF QUEUE (SAM-5 8.6.3). */
  public boolean isImplicitHeadOfQueue() {
    return isImplicitHeadOfQueue;
  }

  /** Whether a write-protected medium refuses it. */
  public boolean writesMedium() {
    return writesMedium;
  }

  /** What a reservation of another nexus lets it do. */
  public ReservationRule reservationRule() {
    return reservationRule;
  }

  /** In which asymmetric access states it is executed. */
  public AccessRule accessRule() {
    return accessRule;
  }

  /** What state of the medium it needs. */
  public ReadinessRule readinessRule() {
    return readinessRule;
  }

  /** Whether the device server has it as things are: a row may depend on how the medium is. */
  public boolean isPresent() {
    return presence == Builder.ALWAYS || presence.getAsBoolean();
  }

  /** Which statistics it counts in. */
  public IoClass ioClass() {
    return ioClass;
  }

  /** The byte of its CDB whose low six bits are the GROUP NUMBER (SBC-4 4.22), or 0. */
  public int groupNumberAt() {
    return groupNumberAt;
  }

  /** Where the limits are that its DLD bits choose from. */
  public DurationPage durationPage() {
    return durationPage;
  }

  /** The number that the DLD bits of {@code cdb} make, 0 for none (SBC-4 5.18, 5.19). */
  public int durationDescriptor(byte[] cdb) {
    return isVariableLength() ? cdb[11] & 0x07 : (cdb[1] & 0x01) << 2 | (cdb[14] >> 6 & 0x03);
  }

  /** What executes it. */
  public CommandStep handler() {
    return handler;
  }

  /** The columns of a row. */
  public static final class Builder {
    private static final BooleanSupplier ALWAYS = () -> true;
    private static final int DEFAULT_NOMINAL_SECONDS = 5;
    private static final int DEFAULT_RECOMMENDED_SECONDS = 30;

    private final String name;
    private int operationCode;
    private int serviceAction = NO_SERVICE_ACTION;
    private byte[] usage = new byte[0];
    private DataDirection direction = DataDirection.NONE;
    private int nominalTimeoutSeconds = DEFAULT_NOMINAL_SECONDS;
    private int recommendedTimeoutSeconds = DEFAULT_RECOMMENDED_SECONDS;
    private boolean passesUnitAttention;
    private boolean isImplicitHeadOfQueue;
    private boolean writesMedium;
    private ReservationRule reservationRule = ReservationRule.WRITES;
    private AccessRule accessRule = AccessRule.ACTIVE;
    private ReadinessRule readinessRule = ReadinessRule.READY;
    private boolean hasRules;
    private BooleanSupplier presence = ALWAYS;
    private int groupNumberAt;
    private DurationPage durationPage = DurationPage.NONE;

    private Builder(String name) {
      this.name = name;
    }

    /** The CDB usage data, one number a byte, the operation code first. */
    public Builder usage(int... bytes) {
      usage = new byte[bytes.length];
      for (int index = 0; index < bytes.length; index++) {
        usage[index] = (byte) bytes[index];
      }
      operationCode = bytes[0];
      return this;
    }

    /** The low five bits of usage byte 1 are this command's service action. */
    public Builder withServiceAction() {
      serviceAction = usage[1] & 0x1F;
      return this;
    }

    /** The sixteen bits of a variable-length CDB's usage bytes 8 and 9 are its service action. */
    public Builder withVariableLengthServiceAction() {
      serviceAction = (usage[8] & 0xFF) << 8 | (usage[9] & 0xFF);
      return this;
    }

    /** What reservations, asymmetric access states and the state of the medium do to it. */
    public Builder admitted(ReservationRule reserved, AccessRule access, ReadinessRule readiness) {
      reservationRule = reserved;
      accessRule = access;
      readinessRule = readiness;
      hasRules = true;
      return this;
    }

    /** It gives Data-In. */
    public Builder givesDataIn() {
      direction = DataDirection.DATA_IN;
      return this;
    }

    /** It takes Data-Out. */
    public Builder takesDataOut() {
      direction = DataDirection.DATA_OUT;
      return this;
    }

    /** How long it takes when all goes well, and when to give it up, in seconds. */
    public Builder timeouts(int nominalSeconds, int recommendedSeconds) {
      nominalTimeoutSeconds = nominalSeconds;
      recommendedTimeoutSeconds = recommendedSeconds;
      return this;
    }

    /** It is executed although a unit attention condition is pending. */
    public Builder passingUnitAttention() {
      passesUnitAttention = true;
      return this;
    }

    /** It overtakes whatever waits in the task set. */
    public Builder implicitHeadOfQueue() {
      isImplicitHeadOfQueue = true;
      return this;
    }

    /** It changes the medium. */
    public Builder writingMedium() {
      writesMedium = true;
      return this;
    }

    /** The low six bits of byte {@code at} are its GROUP NUMBER; 0 for none. */
    public Builder groupNumberAt(int at) {
      groupNumberAt = at;
      return this;
    }

    /** It has DLD bits, in 16 or 32 bytes, which choose from the limits of {@code page}. */
    public Builder durationLimits(DurationPage page) {
      durationPage = page;
      if (operationCode == CommandTable.VARIABLE_LENGTH) {
        usage[11] |= 0x07;
      } else {
        usage[1] |= 0x01;
        usage[14] |= (byte) 0xC0;
      }
      return this;
    }

    /** It is there only while {@code condition} holds. */
    public Builder presentWhile(BooleanSupplier condition) {
      presence = condition;
      return this;
    }

    /** Ends the row. */
    public CommandDefinition executedBy(CommandStep handler) {
      Check.that(usage.length >= 6, "a CDB has at least six bytes", operationCode);
      Check.that(hasRules, "each row says when it is admitted", operationCode);
      return new CommandDefinition(this, handler);
    }
  }
}
