// SPDX-License-Identifier: Apache-2.0
package org.quintain.conformance.cases;

import static org.quintain.conformance.bench.ConformanceCase.shall;

import java.util.Arrays;
import java.util.List;
import org.quintain.conformance.bench.Answer;
import org.quintain.conformance.bench.ConformanceCase;
import org.quintain.conformance.bench.ConformanceCase.Body;
import org.quintain.conformance.bench.TestBench;
import org.quintain.conformance.scsi.Bytes;

/** PI: what a third-party copy does with protection information (SBC-4 4.21, SPC-5 5.17). */
public final class ProtectedCopyCases {
  private static final String CLAUSE = "SBC-4 4.21.3 Protection information, third-party copies";

  private static final List<ConformanceCase> TABLE =
      List.of(
          destroying(
              "PI-23",
              "A copy leaves guards of its data, and with type 1 reference tags of where it went",
              ProtectedCopyCases::ownInformation),
          destroying(
              "PI-23/source",
              "A copy of a block whose guard is wrong: COPY ABORTED or the check, nothing copied",
              ProtectedCopyCases::wrongSource));

  private ProtectedCopyCases() {}

  /** The table. */
  public static List<ConformanceCase> all() {
    return TABLE;
  }

  private static ConformanceCase destroying(String id, String title, Body body) {
    return shall(id, CLAUSE, title, body).destroysData();
  }

  private static void ownInformation(TestBench bench) {
    ProtectedBlocks medium = new ProtectedBlocks(bench);
    long from = bench.blocks().middle();
    long to = from + 32;
    byte[] source = medium.pattern(from, 4, 1);
    medium.healAtEnd(from, 4);
    medium.healAtEnd(to, 4);
    medium.write(from, source, 1).good();
    CopyCases.copy(bench, CopyCases.within(bench, 4, from, to)).good();
    byte[] copied = medium.read(to, 4, 1).good(source.length).data();
    byte[] user = medium.user(source);
    bench.check(Arrays.equals(user, medium.user(copied)), "The copy has other user data.");
    int interval = user.length / 4 / medium.intervalsPerBlock();
    for (int index = 0; index < 4 * medium.intervalsPerBlock(); index++) {
      int guard = ProtectedBlocks.guard(user, index * interval, interval);
      bench.check(
          Bytes.u16(copied, medium.at(index)) == guard,
          "Interval " + index + " of the copy has not the guard of its data.");
      long tag = Bytes.u32(copied, medium.at(index) + ProtectedBlocks.REFERENCE_TAG);
      bench.check(
          medium.type() != 1 || tag == to + index,
          "Interval " + index + " of the copy has the reference tag " + tag + ".");
    }
  }

  private static void wrongSource(TestBench bench) {
    ProtectedBlocks medium = new ProtectedBlocks(bench);
    bench.require(medium.checksPlainReads(0x04), "GRD_CHK is 0: guards are not checked.");
    long from = bench.blocks().middle();
    long to = from + 32;
    medium.healAtEnd(from, 1);
    byte[] before = bench.blocks().pattern(to, 1, 2);
    bench.blocks().write(to, before);
    // WRPROTECT 011b takes protection information unchecked.
    medium.write(from, medium.bent(medium.pattern(from, 1, 1), 0, 0), 3).good();
    Answer answer = CopyCases.copy(bench, CopyCases.within(bench, 1, from, to));
    answer.that(
        answer.status() == 2
            && answer.sense() != null
            && (answer.sense().key() == 0xA || answer.sense().key() == 0xB),
        "COPY ABORTED or ABORTED COMMAND");
    bench.blocks().expect(to, before, "the destination as it was");
  }
}
