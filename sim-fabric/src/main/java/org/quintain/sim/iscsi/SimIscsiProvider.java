// SPDX-License-Identifier: Apache-2.0
package org.quintain.sim.iscsi;

import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.initiator.Fabric;
import org.quintain.initiator.FabricException;
import org.quintain.initiator.FabricOptions;
import org.quintain.initiator.FabricProvider;
import org.quintain.iscsi.negotiation.KeyPreferences;
import org.quintain.sam.Check;
import org.quintain.sam.Lun;
import org.quintain.sim.disk.DiskFaults;
import org.quintain.sim.disk.DiskProfile;
import org.quintain.sim.disk.DiskWeather;
import org.quintain.sim.fabric.FabricSetup;
import org.quintain.sim.fabric.Mutation;
import org.quintain.sim.random.RandomStream;
import org.quintain.sim.reactor.MailboxDelay;
import org.quintain.sim.reactor.SimWorld;
import org.quintain.sim.reactor.WorldLimits;
import org.quintain.sim.stream.StreamFaults;
import org.quintain.sim.stream.StreamProfile;
import org.quintain.sim.stream.StreamWeather;
import org.quintain.sim.trace.Trace;

/**
 * Opens {@code sim:iscsi}: a target of its own on simulated disks, in virtual time; beside it stand
 * one that wants CHAP and two that send logins elsewhere. Settings: {@code faults} is {@code none}
 * or {@code default}, which cuts, loses and delays segments as TCP recovers from; {@code iscsi.KEY}
 * is what initiators offer for a key. Arguments of the URL: {@code segments} is a {@link
 * Segmentation}, {@code chap=required} has the target and discovery want CHAP.
 */
public final class SimIscsiProvider implements FabricProvider {
  private static final String PREFIX = "sim:iscsi";
  private static final String SEGMENTS = "segments=";
  private static final int REACTORS = 2;
  private static final int TARGET_REACTOR = 1;
  private static final int QUEUE_DEPTH_MAX = 64;
  private static final StreamFaults RECOVERABLE =
      new StreamFaults(0.002, 5_000_000, 0, 0, 0, 0.001, 0);

  /** For {@link java.util.ServiceLoader}. */
  public SimIscsiProvider() {}

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public String description() {
    return "a simulated iSCSI target in virtual time: sim:iscsi or sim:iscsi/LUN, with"
        + " ?segments="
        + String.join("|", Segmentation.words())
        + " and chap=required";
  }

  @Override
  public Fabric open(String url, FabricOptions options) throws FabricException {
    int question = url.indexOf('?');
    int lun = lun(question < 0 ? url : url.substring(0, question), options.logicalUnits().size());
    TargetShape shape = shape(question < 0 ? "" : url.substring(question + 1));
    boolean faulty = isFaulty(options);
    RandomStream random = new RandomStream(options.seed(), "setup");
    StreamProfile profile = faulty ? StreamProfile.draw(random) : shape.segmentation().profile();
    SimWorld world =
        new SimWorld(
            options.seed(), REACTORS, MailboxDelay.usual(), new Trace(), WorldLimits.generous());
    FabricSetup setup =
        new FabricSetup(
            FabricSetup.unitsOf(options),
            2,
            TARGET_REACTOR,
            TARGET_REACTOR,
            profile,
            new StreamWeather(faulty ? RECOVERABLE : StreamFaults.NONE),
            DiskProfile.quiet(),
            new DiskWeather(DiskFaults.NONE),
            options.settings(),
            answers(),
            QUEUE_DEPTH_MAX,
            0,
            null,
            Mutation.NONE);
    try {
      KeyPreferences offered =
          IscsiSettings.applied(KeyPreferences.ofInitiator(), options.settings());
      Check.that(!offered.asMap().isEmpty(), "an initiator offers some keys");
      return new SimIscsiFabric(url, Lun.ofIndex(lun), new SimulatedIscsi(world, setup, shape));
    } catch (IllegalArgumentException unsuitable) {
      throw new FabricException(String.valueOf(unsuitable.getMessage()), unsuitable);
    }
  }

  private static int lun(String url, int units) throws FabricException {
    String rest = url.substring(PREFIX.length());
    if (rest.isEmpty()) {
      return 0;
    }
    try {
      int lun = rest.startsWith("/") ? Integer.parseInt(rest.substring(1)) : -1;
      if (lun >= 0 && lun < units) {
        return lun;
      }
    } catch (NumberFormatException notANumber) {
      // Told below.
    }
    throw new FabricException(
        "\"" + url + "\" is not sim:iscsi or sim:iscsi/LUN with a LUN below " + units + ".");
  }

  /** What the target answers by: initiators get what they ask for of all there is to be tested. */
  private static SortedMap<String, String> answers() {
    TreeMap<String, String> answers = new TreeMap<>();
    answers.put(IscsiSettings.PREFIX + "MaxOutstandingR2T", "8");
    answers.put(IscsiSettings.PREFIX + "DataPDUInOrder", "No");
    answers.put(IscsiSettings.PREFIX + "DataSequenceInOrder", "No");
    return answers;
  }

  private static TargetShape shape(String arguments) throws FabricException {
    Segmentation segmentation = Segmentation.WHOLE;
    boolean isGuarded = false;
    for (String argument : arguments.isEmpty() ? new String[0] : arguments.split("&", -1)) {
      Segmentation named =
          argument.startsWith(SEGMENTS)
              ? Segmentation.of(argument.substring(SEGMENTS.length()))
              : null;
      if (named == null && !argument.equals("chap=required")) {
        throw new FabricException(
            "\""
                + argument
                + "\" is no argument of sim:iscsi; there are chap=required and "
                + SEGMENTS
                + String.join("|", Segmentation.words())
                + ".");
      }
      segmentation = named == null ? segmentation : named;
      isGuarded |= named == null;
    }
    return new TargetShape(
        !isGuarded, isGuarded ? TargetShape.Guard.TARGET : TargetShape.Guard.NOBODY, segmentation);
  }

  private static boolean isFaulty(FabricOptions options) throws FabricException {
    for (String name : options.settings().keySet()) {
      if (!name.equals("faults") && !name.startsWith(IscsiSettings.PREFIX)) {
        throw new FabricException(
            "sim:iscsi has no setting called \"" + name + "\"; there are faults and iscsi.KEY.");
      }
    }
    String faults = options.settings().getOrDefault("faults", "none");
    return switch (faults) {
      case "none" -> false;
      case "default" -> true;
      default ->
          throw new FabricException(
              "The setting faults of sim:iscsi is none or default, not \"" + faults + "\".");
    };
  }
}
