// SPDX-License-Identifier: Apache-2.0
package org.quintain.testing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.quintain.initiator.DirectInitiatorPort;
import org.quintain.initiator.ExecuteCommand;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.InitiatorPort;
import org.quintain.initiator.ManageTask;
import org.quintain.reactor.World;
import org.quintain.sam.FunctionResponse;
import org.quintain.sam.ItNexusIdentity;
import org.quintain.sam.SenseData;
import org.quintain.sam.TaskAttribute;
import org.quintain.sam.TaskManagementFunction;
import org.quintain.target.TargetPort;

/** An application client on a fabric without a wire, which says what it sends in bytes. */
public final class Client {
  private static final long TIMEOUT_NS = 60_000_000_000L;

  private final InitiatorPort port;
  private long lun;

  /** A client by the name of {@code name} on a nexus to {@code target}. */
  public Client(World world, TargetPort target, String name) {
    try {
      port = new DirectInitiatorPort(world, target, identity(name, target.name()));
    } catch (FabricException refused) {
      throw new IllegalStateException(refused);
    }
  }

  /** The identity of a nexus from {@code initiator} to {@code target}, in iSCSI's names. */
  public static ItNexusIdentity identity(String initiator, String target) {
    return new ItNexusIdentity(
        initiator, initiator + ",i,0x000000000001", target + ",t,0x0001", 1, 5);
  }

  /** Its port. */
  public InitiatorPort port() {
    return port;
  }

  /** Addresses {@code number} from now on. */
  public Client lun(long number) {
    lun = number;
    return this;
  }

  /** A CDB from the numbers of its bytes. */
  public static byte[] cdb(int... bytes) {
    byte[] cdb = new byte[bytes.length];
    for (int index = 0; index < bytes.length; index++) {
      cdb[index] = (byte) bytes[index];
    }
    return cdb;
  }

  /** What came of a command. */
  public record Outcome(ExecuteCommand command, byte[] data) {
    /** The status byte. */
    public int status() {
      return command.status();
    }

    /** The sense data. */
    public SenseData sense() {
      return SenseData.decode(command.sense(), command.senseLength());
    }

    /** Sense key, ASC and ASCQ as one number, key first: 0x052400. */
    public int code() {
      SenseData sense = sense();
      return sense.key().code() << 16 | sense.code() << 8 | sense.qualifier();
    }

    /** The residual, negative for an underflow. */
    public long residual() {
      return command.isOverflow() ? command.residual() : -command.residual();
    }
  }

  /** Sends a command without data and waits for its end. */
  public Outcome none(byte[] cdb) {
    return run(start(cdb, null, 0, TaskAttribute.SIMPLE));
  }

  /** Sends a command with room for {@code lengthBytes} of Data-In and waits for its end. */
  public Outcome in(byte[] cdb, int lengthBytes) {
    return run(start(cdb, null, lengthBytes, TaskAttribute.SIMPLE));
  }

  /** Sends a command with {@code data} as Data-Out and waits for its end. */
  public Outcome out(byte[] cdb, byte[] data) {
    return run(start(cdb, data, 0, TaskAttribute.SIMPLE));
  }

  /** Waits for the end of {@code command}. */
  public Outcome run(ExecuteCommand command) {
    if (!port.world().awaitUntil(command::isDone, TIMEOUT_NS)) {
      throw new AssertionError("The command did not end.");
    }
    return outcome(command);
  }

  /** What came of {@code command}, which has ended. */
  public static Outcome outcome(ExecuteCommand command) {
    byte[] data = new byte[command.dataInTransferred()];
    command.dataIn().get(0, data);
    return new Outcome(command, data);
  }

  /** Sends a command and returns while it is under way. */
  public ExecuteCommand start(
      byte[] cdb,
      byte @org.jspecify.annotations.Nullable [] dataOut,
      int dataIn,
      TaskAttribute attribute) {
    ExecuteCommand command = new ExecuteCommand().cdb(cdb, cdb.length).lun(lun);
    command.attribute(attribute);
    if (dataOut != null) {
      command.dataOut(ByteBuffer.wrap(dataOut), dataOut.length);
    }
    if (dataIn > 0) {
      command.dataIn(ByteBuffer.allocate(dataIn), dataIn);
    }
    port.submit(command);
    return command;
  }

  /** Sends a task management function and returns while it is under way. */
  public ManageTask startFunction(TaskManagementFunction function, long identifier) {
    ManageTask manage = new ManageTask(function, lun, identifier);
    port.submit(manage);
    return manage;
  }

  /** Sends a task management function and waits for its answer. */
  public FunctionResponse function(TaskManagementFunction function, long identifier) {
    ManageTask manage = startFunction(function, identifier);
    if (!port.world().awaitUntil(manage::isDone, TIMEOUT_NS)) {
      throw new AssertionError("The function was not answered.");
    }
    return manage.response();
  }

  /** Takes all unit attentions away by asking until none is left. */
  public Client clearUnitAttentions() {
    for (int tries = 0; tries < 20; tries++) {
      if (none(cdb(0, 0, 0, 0, 0, 0)).status() == 0) {
        return this;
      }
    }
    throw new AssertionError("Unit attentions do not end.");
  }

  /** Blocks of {@code lengthBytes} filled with {@code value}. */
  public static byte[] filled(int lengthBytes, int value) {
    byte[] data = new byte[lengthBytes];
    Arrays.fill(data, (byte) value);
    return data;
  }
}
