// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this build is: its version and its git commit, for people and for run records. */
public final class BuildInfo {
  private static final Properties BUILD = load();

  private BuildInfo() {}

  /** The version, such as {@code 0.1.0-SNAPSHOT}. */
  public static String version() {
    return BUILD.getProperty("version", "unknown");
  }

  /**
   * The git commit, with {@code " with local changes"} behind it where the checkout had any, or
   * {@code unknown} for a build outside a checkout. The script {@code quintain} knows it best,
   * since it builds what is checked out; the jar's own entry is from when the jar was made.
   */
  public static String commit() {
    String told = System.getProperty("quintain.commit", "");
    if (!told.isEmpty()) {
      return told;
    }
    String commit = BUILD.getProperty("commit", "");
    // Outside a checkout the resource filter leaves the name of the property in place.
    if (commit.isEmpty() || commit.startsWith("$")) {
      return "unknown";
    }
    return BUILD.getProperty("dirty", "").equals("true") ? commit + " with local changes" : commit;
  }

  /** The JDK that runs, such as {@code 17 (17.0.15)}. */
  public static String jdk() {
    return Runtime.version().feature() + " (" + System.getProperty("java.version") + ")";
  }

  private static Properties load() {
    Properties build = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return build;
  }
}
