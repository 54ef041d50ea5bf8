// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

/** {@code quintain version}: version, git commit and the JDK that runs it, one line. */
@Command(name = "version", description = "Print version, commit and JDK.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line());
    out.flush();
    return 0;
  }

  /** For example {@code quintain 0.1.0-SNAPSHOT, commit 126ec2396e4c, JDK 17 (17.0.15)}. */
  static String line() {
    return "quintain "
        + BuildInfo.version()
        + ", commit "
        + BuildInfo.commit()
        + ", JDK "
        + BuildInfo.jdk();
  }

  /** The same line for {@code quintain --version}. */
  static final class Provider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }
  }
}
