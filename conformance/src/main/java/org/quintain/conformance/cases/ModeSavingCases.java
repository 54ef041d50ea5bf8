// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ModePages;
import org.quintain.conformance.bench.Need;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;
import org.quintain.conformance.scsi.Cdb;
import org.quintain.conformance.scsi.Sense;
import org.quintain.sam.TaskManagementFunction;

/** MODE, third part: what MODE SELECT promises of every page, of saved and of default values. */
public final class ModeSavingCases {
  private static final String MODE_SELECT = "SPC-5 6.12 MODE SELECT(10)";
  private static final int CONTROL = 0x0A;
  private static final int D_SENSE = 0x04;
  private static final int PS = 0x80;

  private ModeSavingCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return List.of(
        shall(
            "MODE-07",
            "SPC-5 7.5.8 Mode page formats, PS",
            "A page with PS 1 is taken with SP 1; where no page has it, SP 1 is refused",
            ModeSavingCases::savable),
        shall(
                "MODE-10",
                "SPC-5 7.5.8 Mode page formats, PS",
                "PS is reserved in MODE SELECT: all pages come back as they were with PS as it came",
                ModeSavingCases::pageSavableBit)
            .destroysData(),
        shall(
            "MODE-11",
            MODE_SELECT,
            "PF 0: 5/24/00 at byte 1, or taken as if it were 1",
            ModeSavingCases::pageFormat),
        shall(
                "MODE-17",
                "SPC-5 5.11 Mode parameters, saved",
                "Saved values are current after power loss and after LOGICAL UNIT RESET",
                ModeSavingCases::savedOutlivesPower)
            .needs(Need.POWER_CONTROL)
            .destroysData(),
        shall(
            "MODE-18",
            "SPC-5 7.5.7 Mode parameter block descriptors",
            "Block descriptors: as read GOOD; of no length there is: 5/26/00; cut: 5/1A/00",
            ModeSavingCases::blockDescriptors),
        shall(
                "MODE-19",
                "SPC-5 6.12 MODE SELECT(10), RTD",
                "RTD 1 makes default values current, where RTD_SUP says that there is RTD",
                ModeSavingCases::revertToDefaults)
            .destroysData(),
        shall(
                "MODE-20",
                "SPC-5 6.14.1 Page control, changeable values",
                "A bit that cannot be changed is refused in every page, at its own byte",
                ModeSavingCases::changeableIsTrue)
            .destroysData(),
        shall(
                "MODE-22",
                "SPC-5 7.7.11 Mode Page Policy VPD page",
                "A change is seen by the other nexus, which is told 6/2A/01, if the page is shared",
                ModeSavingCases::sharedPages)
            .needs(Need.SECOND_NEXUS)
            .destroysData());
  }

  private static ModePages pages(TestBench bench) {
    bench.requireCommand("MODE SELECT(10)", 0x55, 0);
    return new ModePages(bench, bench.a());
  }

  private static Answer select(TestBench bench, boolean isSaved, byte[] list) {
    return bench.call(Cdb.modeSelect10(isSaved, list.length)).out(list).go();
  }

  private static byte[] control(TestBench bench, int pageControl) {
    byte[] page = pages(bench).page(pageControl, CONTROL);
    bench.require(page.length == 12, "The target has no control mode page.");
    return page;
  }

  private static void savable(TestBench bench) {
    byte[] page = control(bench, ModePages.CURRENT);
    Answer saved = select(bench, true, ModePages.parameters(page));
    if ((page[0] & PS) != 0) {
      saved.good();
    } else if (!saved.isGood()) {
      saved.invalidFieldInCdb(1);
    }
  }

  /** All pages as MODE SENSE gives them, behind an empty header; PS as {@code isSavable} has it. */
  private static byte[] allPages(TestBench bench, boolean withPs) {
    Answer sense = bench.call(Cdb.modeSense10(0, 0x3F, 0xFF, 4096).with(1, 8)).in(4096).go();
    bench.require(sense.isGood(), "There is no list of all pages and subpages.");
    byte[] list = sense.data().clone();
    Arrays.fill(list, 0, 8, (byte) 0);
    for (int at = 8; at + 4 <= list.length; ) {
      boolean isSubpage = (list[at] & 0x40) != 0;
      int length = isSubpage ? 4 + Bytes.u16(list, at + 2) : 2 + Bytes.u8(list, at + 1);
      if (!withPs) {
        list[at] &= 0x7F;
      }
      at += length;
    }
    return list;
  }

  private static void pageSavableBit(TestBench bench) {
    pages(bench);
    byte[] before = allPages(bench, true);
    select(bench, false, allPages(bench, false)).good();
    bench.check(
        Arrays.equals(before, allPages(bench, true)),
        "MODE SELECT of all pages as they are changed one of them.");
    Answer withPs = select(bench, false, before);
    if (!withPs.isGood()) {
      withPs.check(Sense.ILLEGAL_REQUEST, 0x2600);
    }
  }

  private static void pageFormat(TestBench bench) {
    byte[] list = ModePages.parameters(control(bench, ModePages.CURRENT));
    Cdb cdb = Cdb.modeSelect10(false, list.length).with(1, 0).named("MODE SELECT(10), PF 0");
    Answer answer = bench.call(cdb).out(list).go();
    if (!answer.isGood()) {
      answer.invalidFieldInCdb(1);
    }
  }

  private static void savedOutlivesPower(TestBench bench) {
    ModePages pages = pages(bench);
    pages.requireChangeable(CONTROL, 2, D_SENSE, "D_SENSE");
    byte[] before = control(bench, ModePages.CURRENT);
    bench.require((before[0] & PS) != 0, "The control mode page cannot be saved.");
    byte[] flipped = before.clone();
    flipped[2] ^= D_SENSE;
    try {
      select(bench, true, ModePages.parameters(flipped)).good();
      bench.power().powerCycle();
      bench.a().reconnect();
      bench.a().clearUnitAttentions();
      bench.check(
          (control(bench, ModePages.CURRENT)[2] & D_SENSE) == (flipped[2] & D_SENSE),
          "D_SENSE was saved, yet power loss undid it.");
      pages.select(before).good();
      bench.a().manage(TaskManagementFunction.LOGICAL_UNIT_RESET);
      bench.a().clearUnitAttentions();
      bench.check(
          (control(bench, ModePages.CURRENT)[2] & D_SENSE) == (flipped[2] & D_SENSE),
          "LOGICAL UNIT RESET did not bring the saved D_SENSE back.");
    } finally {
      bench.a().clearUnitAttentions();
      select(bench, true, ModePages.parameters(before));
    }
  }

  private static void blockDescriptors(TestBench bench) {
    pages(bench);
    Answer sense = bench.call(Cdb.modeSense10(0, CONTROL, 0, 255)).in(255).go().good(8);
    int length = Bytes.u16(sense.data(), 6);
    bench.require(length == 8, "MODE SENSE(10) gives no block descriptor of 8 bytes.");
    byte[] list = Arrays.copyOf(sense.data(), 16);
    Arrays.fill(list, 0, 6, (byte) 0);
    select(bench, false, list).good();
    byte[] wrong = list.clone();
    wrong[7] = 5;
    select(bench, false, wrong).check(Sense.ILLEGAL_REQUEST, 0x2600).pointsAt(false, 6, 7);
    select(bench, false, Arrays.copyOf(list, 13)).check(Sense.ILLEGAL_REQUEST, 0x1A00);
    select(bench, false, Arrays.copyOf(list, 5)).check(Sense.ILLEGAL_REQUEST, 0x1A00);
  }

  private static void revertToDefaults(TestBench bench) {
    ModePages pages = pages(bench);
    Answer extended = bench.call(Cdb.vpd(0x86, 64)).in(64).go();
    boolean hasRevert = extended.isGood() && (extended.at(8) & 0x08) != 0;
    Cdb revert = Cdb.modeSelect10(false, 0).with(1, 0x12).named("MODE SELECT(10), RTD");
    if (!hasRevert) {
      bench.call(revert).go().invalidFieldInCdb(1);
      return;
    }
    pages.requireChangeable(CONTROL, 2, D_SENSE, "D_SENSE");
    pages.withFlipped(
        CONTROL,
        2,
        D_SENSE,
        () -> {
          bench.call(revert).go().good();
          byte[] now = control(bench, ModePages.CURRENT);
          bench.check(
              Arrays.equals(now, control(bench, ModePages.DEFAULT)),
              "RTD did not bring the default values back.");
        });
  }

  private static void changeableIsTrue(TestBench bench) {
    pages(bench);
    byte[] list = allPages(bench, false);
    Answer sense = bench.call(Cdb.modeSense10(1, 0x3F, 0xFF, 4096).with(1, 8)).in(4096).go();
    byte[] changeable = sense.good().data();
    sense.that(changeable.length == list.length, "as many bytes as with page control 0");
    for (int at = 8; at + 4 <= list.length; ) {
      boolean isSubpage = (list[at] & 0x40) != 0;
      int header = isSubpage ? 4 : 2;
      int length = isSubpage ? 4 + Bytes.u16(list, at + 2) : 2 + Bytes.u8(list, at + 1);
      for (int offset = header; offset < length; offset++) {
        int fixed = ~changeable[at + offset] & 0xFF;
        if (fixed != 0) {
          byte[] one = Arrays.copyOfRange(list, at, at + length);
          one[offset] ^= (byte) Integer.highestOneBit(fixed);
          select(bench, false, ModePages.parameters(one))
              .check(Sense.ILLEGAL_REQUEST, 0x2600)
              .pointsAt(false, 8 + offset);
        }
      }
      at += length;
    }
    bench.check(
        Arrays.equals(list, allPages(bench, false)), "A refused MODE SELECT changed a page.");
  }

  private static void sharedPages(TestBench bench) {
    ModePages pages = pages(bench);
    pages.requireChangeable(CONTROL, 2, D_SENSE, "D_SENSE");
    Answer policy = bench.call(Cdb.vpd(0x87, 255)).in(255).go();
    bench.require(policy.isGood(), "There is no mode page policy.");
    bench.require(
        policy.dataLength() == 8 && (policy.at(4) & 0x3F) == 0x3F && (policy.at(6) & 3) == 0,
        "Not every page is shared.");
    bench.b().clearUnitAttentions();
    byte[] before = control(bench, ModePages.CURRENT);
    pages.withFlipped(
        CONTROL,
        2,
        D_SENSE,
        () -> {
          bench.b().call(Cdb.testUnitReady()).go().check(Sense.UNIT_ATTENTION, 0x2A01);
          byte[] seen = new ModePages(bench, bench.b()).page(ModePages.CURRENT, CONTROL);
          bench.check(
              seen.length == before.length && ((seen[2] ^ before[2]) & D_SENSE) != 0,
              "Nexus B does not see the change of a shared page.");
        });
    bench.b().clearUnitAttentions();
  }
}
