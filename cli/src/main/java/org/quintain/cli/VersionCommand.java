// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Properties;
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

  /** For example {@code quintain 0.1.0-SNAPSHOT, commit 126ec23, JDK 17.0.15}. */
  static String line() {
    Properties build = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return "quintain "
        + build.getProperty("version", "unknown")
        + ", commit "
        + commit(build.getProperty("commit", ""), build.getProperty("dirty", ""))
        + ", JDK "
        + Runtime.version().feature()
        + " ("
        + System.getProperty("java.version")
        + ")";
  }

  /** A build outside a git checkout leaves the names of the resource filter in place. */
  private static String commit(String commit, String dirty) {
    if (commit.isEmpty() || commit.startsWith("$")) {
      return "unknown";
    }
    return dirty.equals("true") ? commit + " with local changes" : commit;
  }

  /** The same line for {@code quintain --version}. */
  static final class Provider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }
  }
}
