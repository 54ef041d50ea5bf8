// SPDX-License-Identifier: Apache-2.0
package org.quintain.spc.log;

import java.util.List;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.TargetPortIdentity;

/** Log pages of every device type that count nothing. */
public final class CommonLogPages {
  private static final int NO_TEMPERATURE = 0xFF;

  private CommonLogPages() {}

  /** Temperature, Application Client, Protocol Specific Port. */
  public static List<LogPage> of(LogicalUnitServices logicalUnit) {
    return List.of(
        new Temperature(), new ApplicationClient(), new ProtocolSpecificPort(logicalUnit));
  }

  /** Page 0Dh (SPC-5 7.3.21): a device made of software has no temperature, and says so. */
  private record Temperature() implements LogPage {
    @Override
    public int pageCode() {
      return 0x0D;
    }

    @Override
    public void write(long nowNs, LogParameters into) {
      into.binary(0x0000, 0, NO_TEMPERATURE);
      into.binary(0x0001, 0, NO_TEMPERATURE);
    }
  }

  /** Page 0Fh (SPC-5 7.3.3): room for 64 notes of application clients, gone with power. */
  private static final class ApplicationClient implements LogPage {
    private static final int PARAMETERS = 64;
    private static final int VALUE_BYTES = 252;

    private final byte[][] notes = new byte[PARAMETERS][VALUE_BYTES];

    @Override
    public int pageCode() {
      return 0x0F;
    }

    @Override
    public void write(long nowNs, LogParameters into) {
      for (int code = 0; code < PARAMETERS; code++) {
        into.binary(code, notes[code]);
      }
    }

    @Override
    public void writeDefaults(long nowNs, LogParameters into) {
      for (int code = 0; code < PARAMETERS; code++) {
        into.binary(code, new byte[VALUE_BYTES]);
      }
    }

    @Override
    public void reset(long nowNs) {
      for (int code = 0; code < PARAMETERS; code++) {
        notes[code] = new byte[VALUE_BYTES];
      }
    }

    @Override
    public boolean accepts(int parameterCode, byte[] value) {
      return parameterCode < PARAMETERS && value.length == VALUE_BYTES;
    }

    @Override
    public void set(long nowNs, int parameterCode, byte[] value) {
      notes[parameterCode] = value.clone();
    }
  }

  /** Page 18h (SPC-5 7.3.17): the ports by their relative identifiers, and their protocols. */
  private record ProtocolSpecificPort(LogicalUnitServices logicalUnit) implements LogPage {
    @Override
    public int pageCode() {
      return 0x18;
    }

    @Override
    public void write(long nowNs, LogParameters into) {
      logicalUnit.ports().stream()
          .sorted(
              (one, other) ->
                  one.relativeTargetPortIdentifier() - other.relativeTargetPortIdentifier())
          .forEach(port -> write(port, into));
    }

    private static void write(TargetPortIdentity port, LogParameters into) {
      into.binary(port.relativeTargetPortIdentifier(), port.protocolIdentifier(), 0, 0, 0);
    }
  }
}
