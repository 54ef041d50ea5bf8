// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** Mutated connections by TCP, few of them; docs/fuzzing.md says how to run many. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FuzzCommandTest {
  @Test
  void aServerHoldsNoMoreAfterMutatedConnectionsThanBefore() {
    StringWriter out = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    int exitCode =
        command.execute("fuzz", "run", "--connections", "2500", "--threads", "4", "--seed", "11");
    assertThat(exitCode).as(out.toString()).isEqualTo(ExitCodes.PASS);
    assertThat(out.toString()).contains("2,500 connections", "healthy sessions read", "PASS");
  }

  @Test
  void whatIsHeldGoesThroughALine() throws Exception {
    HeldByServer held = new HeldByServer(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(HeldByServer.parse(held.line())).isEqualTo(held);
    HeldByServer more = new HeldByServer(1 << 24, 1 << 26, 1 << 28, 5, 6, 6, 7, 8);
    assertThat(held.beyond(held)).isEmpty();
    assertThat(more.beyond(held)).hasSize(5);
  }
}
