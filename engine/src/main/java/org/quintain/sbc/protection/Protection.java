// SPDX-License-Identifier: Apache-2.0
package org.quintain.sbc.protection;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quintain.device.AdmissionStage;
import org.quintain.device.CommandDefinition;
import org.quintain.device.CommandExecution;
import org.quintain.device.CommandGate;
import org.quintain.device.CommandTable;
import org.quintain.device.ControlParameters;
import org.quintain.device.DiskBacking;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.LogicalUnitServices;
import org.quintain.device.LogicalUnitView;
import org.quintain.device.ProtectionConfig;
import org.quintain.sam.AdditionalSense;
import org.quintain.sam.SenseData;
import org.quintain.spc.CommandFamily;
import org.quintain.spc.mode.ModePage;
import org.quintain.store.BackingStore;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.NonvolatileMemory.SaveCompletion;
import org.quintain.store.StoreRequest;
import org.quintain.store.StoreResult;

/**
 * What a disk knows of protection information: whether it can keep any, how it is formatted, which
 * application tags it expects, and which commands it refuses for it (SBC-4 4.21). A disk without a
 * store for protection information has one too, which is never on. Changed and read on the owner
 * reactor; stores of other threads see what was true when they were handed a request.
 */
public final class Protection implements CommandFamily {
  /** SPT: all three types. */
  public static final int SUPPORTED_TYPES = 0b111;

  private static final String SAVED_NAME = "protection";

  private final LogicalUnitServices logicalUnit;
  private final Supplier<LogicalUnitView> view;
  private final ProtectionConfig configured;
  private final int blockBytes;
  private volatile long blocks;
  private final @Nullable BackingStore information;
  private final NonvolatileMemory nonvolatile;
  private final DiskBacking backing;
  private ProtectionFormat format;
  private final Gate gate = new Gate();
  private boolean isOn;
  private final ApplicationTags configuredTags;
  private ApplicationTags applicationTags = ApplicationTags.NONE;

  /**
   * The protection of a disk of {@code config} on {@code backing}. Throws {@link
   * IllegalArgumentException} with one sentence where the backing has no room for what the
   * configuration asks for.
   */
  public Protection(
      LogicalUnitServices logicalUnit,
      LogicalUnitConfig config,
      DiskBacking backing,
      Supplier<LogicalUnitView> view) {
    this.logicalUnit = logicalUnit;
    this.view = view;
    this.configured = config.protection();
    this.configuredTags =
        configured.applicationTag() == ProtectionConfig.NO_TAG
            ? ApplicationTags.NONE
            : ApplicationTags.of(
                new long[] {Long.MAX_VALUE}, new int[] {configured.applicationTag()});
    this.blockBytes = config.blockBytes();
    this.information = backing.protectionInformation();
    this.nonvolatile = backing.nonvolatile();
    ProtectionFormat first =
        new ProtectionFormat(
            ProtectionType.of(configured.type()), configured.intervalExponent(), blockBytes);
    this.blocks = backing.blocks().capacityBytes() / blockBytes;
    if (first.isProtected() && !hasRoom(first)) {
      throw new IllegalArgumentException(
          "The disk "
              + config.name()
              + " has no room for the protection information of "
              + blocks
              + " blocks.");
    }
    ProtectionFormat kept = kept();
    format = kept != null && (!kept.isProtected() || hasRoom(kept)) ? kept : first;
    isOn = format.isProtected();
    this.backing =
        information == null
            ? backing
            : new DiskBacking(
                new ProtectedStore(backing.blocks(), information, this::format),
                information,
                nonvolatile);
  }

  private boolean hasRoom(ProtectionFormat wanted) {
    return information != null && ProtectedStore.blocksOf(information, wanted) >= blocks;
  }

  /** The format that was saved, if it goes back to the same configuration as today's. */
  private @Nullable ProtectionFormat kept() {
    byte[] saved = information == null ? null : nonvolatile.load(SAVED_NAME);
    if (saved == null
        || saved.length != 4
        || saved[0] != configured.type()
        || saved[1] != configured.intervalExponent()
        || saved[2] < 0
        || saved[2] > 3) {
      return null;
    }
    ProtectionType type = ProtectionType.of(saved[2]);
    return ProtectionFormat.isValid(type, saved[3], blockBytes)
        ? new ProtectionFormat(type, saved[3], blockBytes)
        : null;
  }

  /** Whether the disk can keep protection information: PROTECT of standard INQUIRY data. */
  public boolean isSupported() {
    return information != null;
  }

  /** Whether the medium is formatted with protection information. */
  public boolean isOn() {
    return isOn;
  }

  /** Whether the medium is formatted with type 2 protection (SBC-4 4.21.2.4). */
  public boolean isType2() {
    return format.type() == ProtectionType.TYPE_2;
  }

  /** How the medium is formatted. */
  public ProtectionFormat format() {
    return format;
  }

  /** How many blocks there is room for at most as the medium is formatted. */
  public long blocksMax() {
    BackingStore tags = information;
    return isOn && tags != null ? ProtectedStore.blocksOf(tags, format) : Long.MAX_VALUE;
  }

  /**
   * The disk is about to have {@code next} blocks. Where it grows, what the new blocks had for tags
   * when the disk was this large before is given up first: they read as blocks that were never
   * written. {@code then} is told whether that is done.
   */
  public void resize(long nowNs, long next, SaveCompletion then) {
    long before = blocks;
    BackingStore tags = information;
    if (!isOn || tags == null || next <= before) {
      blocks = next;
      then.onSaved(nowNs, true);
      return;
    }
    StoreRequest clearing =
        new StoreRequest(
            this,
            (laterNs, request, result) -> {
              boolean isDone = result == StoreResult.DONE;
              blocks = isDone ? next : before;
              then.onSaved(laterNs, isDone);
            },
            1);
    long perBlock = format.informationBytesPerBlock();
    if (tags.provisioning().canDeallocate()) {
      clearing.deallocate(before * perBlock, (next - before) * perBlock, false);
    } else {
      clearing.zero(before * perBlock, (next - before) * perBlock, false);
    }
    tags.submit(nowNs, logicalUnit.reactor(), clearing);
  }

  /** What the disk stands on, with blocks that keep their protection information by themselves. */
  public DiskBacking backing() {
    return backing;
  }

  /**
   * How many bytes a logical block takes at most in memory, whatever the format: what MAXIMUM
   * TRANSFER LENGTH is counted with.
   */
  public int transferBytesPerBlockMax() {
    if (!isSupported()) {
      return blockBytes;
    }
    int exponent = 0;
    while (ProtectionFormat.isValid(ProtectionType.TYPE_3, exponent + 1, blockBytes)
        && hasRoom(new ProtectionFormat(ProtectionType.TYPE_3, exponent + 1, blockBytes))) {
      exponent++;
    }
    return blockBytes + (ProtectionInformation.BYTES << exponent);
  }

  /**
   * The format that FORMAT UNIT asks for by FMTPINFO, PROTECTION FIELD USAGE and PROTECTION
   * INTERVAL EXPONENT (SBC-4 5.4.2.1, table of FMTPINFO), or the sense data that it is refused
   * with.
   *
   * @param usageAt where the parameter list has PROTECTION FIELD USAGE, for the field pointer
   * @param exponentAt where the parameter list has PROTECTION INTERVAL EXPONENT
   */
  public Request requested(
      int formatProtection, int usage, int exponent, int usageAt, int exponentAt) {
    if (formatProtection == 1 || (formatProtection > 1 && !isSupported())) {
      return Request.refused(SenseData.invalidFieldInCdb(1, 7));
    }
    ProtectionType type =
        switch (formatProtection << 3 | usage) {
          case 0b00_000 -> ProtectionType.TYPE_0;
          case 0b10_000 -> ProtectionType.TYPE_1;
          case 0b11_000 -> ProtectionType.TYPE_2;
          case 0b11_001 -> ProtectionType.TYPE_3;
          default -> null;
        };
    if (type == null) {
      return Request.refused(SenseData.invalidFieldInParameterList(usageAt, 2));
    }
    boolean isValid = ProtectionFormat.isValid(type, exponent, blockBytes);
    if (!isValid
        || (type.isProtected() && !hasRoom(new ProtectionFormat(type, exponent, blockBytes)))) {
      return Request.refused(SenseData.invalidFieldInParameterList(exponentAt, 3));
    }
    return new Request(new ProtectionFormat(type, exponent, blockBytes), null);
  }

  /**
   * The medium is of {@code replacement} from here on: no command that moves blocks is under way.
   * Whoever formats overwrites or gives up all blocks afterwards, which leaves protection
   * information that says nothing with each. {@code then} is told when the format is safe.
   */
  public void format(long nowNs, ProtectionFormat replacement, SaveCompletion then) {
    format = replacement;
    isOn = replacement.isProtected();
    byte[] saved = {
      (byte) configured.type(),
      (byte) configured.intervalExponent(),
      (byte) replacement.type().number(),
      (byte) replacement.intervalExponent()
    };
    nonvolatile.save(nowNs, logicalUnit.reactor(), SAVED_NAME, saved, then);
  }

  /** What the Control mode page says. */
  ControlParameters control() {
    return view.get().control();
  }

  /**
   * The application tags that the mode page tells, where ATO and ATMPE let it, or those that the
   * operator told: with ATO one they are known (SBC-4 4.21.3).
   */
  ApplicationTags applicationTags() {
    ControlParameters control = control();
    if (!control.isApplicationTagOwner()) {
      return ApplicationTags.NONE;
    }
    return control.isApplicationTagPageEnabled() ? applicationTags : configuredTags;
  }

  @Override
  public void addTo(CommandTable table) {}

  @Override
  public List<ModePage> modePages() {
    return isSupported()
        ? List.of(
            ApplicationTagPage.of(
                () -> view.get().capacityBlocks(),
                (nowNs, page) -> applicationTags = ApplicationTagPage.tags(page)))
        : List.of();
  }

  @Override
  public @Nullable CommandGate gateAt(AdmissionStage stage) {
    return stage == AdmissionStage.READINESS && isSupported() ? gate : null;
  }

  private final class Gate extends CommandGate {
    /**
     * Values that are reserved, or that need protection information where there is none, are
     * refused as fields; with type 2, commands that cannot say which tags they expect are refused
     * as a whole (SBC-4 4.21.2.4); with RWWP, writes without protection information are refused
     * (SPC-5 7.5.10).
     */
    @Override
    protected boolean admits(long nowNs, CommandExecution execution) {
      byte[] cdb = execution.cdb();
      if (!ProtectField.isIn(cdb)) {
        return true;
      }
      ProtectionFormat now = format;
      int value = ProtectField.of(cdb);
      CommandDefinition definition = execution.definition();
      boolean isForbiddenWrite =
          value == 0
              && now.isProtected()
              && definition != null
              && definition.writesMedium()
              && control().rejectsWriteWithoutProtection();
      boolean isRefused = value != 0 && (!ProtectionChecks.isDefined(value) || !now.isProtected());
      if (isForbiddenWrite || isRefused) {
        execution.terminate(
            nowNs, SenseData.invalidFieldInCdb(ProtectField.at(cdb), ProtectField.BIT));
        return false;
      }
      if (value != 0 && now.type() == ProtectionType.TYPE_2 && !ProtectField.hasExpectedTags(cdb)) {
        execution.terminate(nowNs, AdditionalSense.INVALID_COMMAND_OPERATION_CODE);
        return false;
      }
      return true;
    }
  }

  /**
   * What becomes of a request to format.
   *
   * @param format the format, if there is such
   * @param refusal else what to answer
   */
  public record Request(@Nullable ProtectionFormat format, @Nullable SenseData refusal) {
    static Request refused(SenseData refusal) {
      return new Request(null, refusal);
    }
  }
}
