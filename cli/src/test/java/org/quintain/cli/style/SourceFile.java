// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli.style;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One text file of the checkout.
 *
 * @param path relative to the root, with slashes
 * @param text all of it
 */
record SourceFile(String path, String text) {
  private static final List<String> ENDINGS =
      List.of(
          ".java",
          ".md",
          ".xml",
          ".sh",
          ".yaml",
          ".yml",
          ".json",
          ".properties",
          ".html",
          ".css",
          ".js",
          ".conf",
          ".config",
          ".fio",
          "quintain",
          ".ci/run",
          ".gitignore");

  List<String> lines() {
    return text.lines().toList();
  }

  boolean isJava() {
    return path.endsWith(".java");
  }

  boolean isMainJava() {
    return isJava() && path.contains("/src/main/java/");
  }

  /** The directory's path, empty for the root. */
  String directory() {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  /** The file's name without its directory. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** All text files of the checkout at {@code root}, in the order of their paths. */
  static List<SourceFile> all(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(SourceFile::isOurs)
          .sorted()
          .map(path -> read(root, path))
          .toList();
    }
  }

  /** Build output, git's own files, editors' files and run directories are not ours to judge. */
  private static boolean isOurs(String path) {
    boolean skipped =
        path.matches("(|.*/)target/.*|(|.*/)\\.(git|idea|vscode|settings)/.*|qualify-[^/]*/.*");
    return !skipped && ENDINGS.stream().anyMatch(path::endsWith);
  }

  private static SourceFile read(Path root, String path) {
    try {
      return new SourceFile(path, Files.readString(root.resolve(path)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + path, unreadable);
    }
  }
}
