// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Replaces a text file as a whole. */
final class SavedText {
  private SavedText() {}

  /**
   * Makes {@code file} hold {@code text}, or leaves it as it is. It stays readable for whom it was;
   * a new one is its owner's alone, since a configuration may hold secrets.
   */
  static void replace(Path file, String text) throws IOException {
    Path name = file.getFileName();
    if (name == null || Files.isDirectory(file)) {
      throw new IOException(file + " is a directory");
    }
    Path beside = file.resolveSibling(name + ".new");
    Files.deleteIfExists(beside);
    Set<PosixFilePermission> permissions =
        Files.exists(file)
            ? Files.getPosixFilePermissions(file)
            : PosixFilePermissions.fromString("rw-------");
    Files.createFile(
        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(beside, text);
    Files.setPosixFilePermissions(beside, permissions);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
