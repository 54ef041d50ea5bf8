// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.docs;

import java.util.Locale;
import org.quintain.records.published.PublishedRecord;
import org.quintain.sim.ib.LineFit;
import org.quintain.sim.ib.SrpSweep;

/** The words of docs/srp-sweep.md. */
final class SweepText {
  static final String HEAD =
      """
      # SCST's SRP sweep in simulation

      Generated from simulation; do not edit it, but run `%s`.

      SCST's authors published how many transfers a second an SRP target serves, one at a time, by
      their size (record `scst-srp-2011`). %s
      Here the same sweep runs in virtual time over a simulated QDR cable: the engine, both ends of
      SRP, queue pairs and packets are those that serve real wires; only what the two hosts'
      processors took is put in, fitted to the sizes up to 128 KiB. All larger sizes are held out.

      ![Throughput against transfer size, published and simulated](srp-sweep.svg)

      """;

  static final String TABLE_HEAD =
      """
      Transfers per second:

      | Size | Reads, published | simulated | error %% | Writes, published | simulated | error %% | Used as |
      | ---: | ---: | ---: | ---: | ---: | ---: | ---: | :--- |
      """
          .replace("%%", "%");

  private SweepText() {}

  static String hosts(PublishedRecord record) {
    return String.format(
        Locale.ROOT,
        "The target was an %s with a file in memory behind it, the initiator an %s.",
        record.setup().getOrDefault("target_cpu", "").replaceFirst(",.*", ""),
        record.setup().getOrDefault("initiator_cpu", "").replaceFirst(",.*", ""));
  }

  static String fits(LineFit reads, LineFit writes) {
    return """
    ## The fit

    By least squares, in microseconds:

    | | whatever the size | for each KiB | R² | farthest point |
    | :--- | ---: | ---: | ---: | ---: |
    """
        + line("reads", reads)
        + line("writes", writes)
        + "\n";
  }

  private static String line(String name, LineFit fit) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.3f | %.4f | %.1f %% |%n",
        name,
        fit.atZero(),
        fit.perUnit(),
        fit.rSquared(),
        fit.worstPercent());
  }

  static String costs(SrpSweep.Costs costs) {
    return String.format(
        Locale.ROOT,
        """
        Four numbers give four costs, the cable's share being known (SrpTimingModel says how):

        | | |
        | :--- | ---: |
        | the target handles a message in | %.1f µs |
        | the initiator takes for each transfer | %.1f µs |
        | its processor takes for each KiB, and so does the target's to copy it | %.3f µs |
        | RDMA reads move | %.2f GB/s |

        A transfer of more than 512 KiB is several commands, as Linux cuts it, and one host works on
        the next while the other, or the cable, has the one before. That is why large transfers take
        less than the lines say, and it is nothing that was fitted.

        """,
        costs.target().handlingNs() / 1e3,
        costs.initiatorNs() / 1e3,
        costs.initiatorNsPerKib() / 1e3,
        costs.initiatorReadBytesPerSecond() / 1e9);
  }

  static String verdict(double fitted, double heldOut, double tolerance) {
    return String.format(
        Locale.ROOT,
        """
        ## The sweep

        The largest error over the sizes fitted to is %.1f per cent, over those held out, 256 KiB to
        1 MiB, %.1f per cent; the build fails above %.0f there, and above what the lines themselves are
        off plus one per cent here. From 2 MiB on the published figures fall off, probably as the
        transfers outgrow caches, which this model has none of: those rows are shown, and no claim.

        """,
        fitted,
        heldOut,
        tolerance);
  }

  static String depth(double simulated, double published) {
    return String.format(
        Locale.ROOT,
        """
        ## Depth 32

        With 32 reads of 4 KiB under way, %.0f a second were published; the model with the costs above
        gives %.0f (%+.0f per cent). Single transfers cannot tell how much of handling a message is
        waking up, which a busy target need not do, and how much is work: the model takes all of it
        for work, so that it must not be above what was measured. Nothing is fitted to this figure.
        """,
        published,
        simulated,
        100 * (simulated - published) / published);
  }
}
