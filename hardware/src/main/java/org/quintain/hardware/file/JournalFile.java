// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where the journal of a served file's atomic writes is.
 *
 * @param path the journal
 * @param isReadOnly whether it is only looked at
 */
record JournalFile(Path path, boolean isReadOnly) implements AtomicWriteJournal.Place {
  @Override
  public @Nullable BlockFile present() throws IOException {
    return Files.exists(path) ? ChannelBlockFile.open(path, isReadOnly, false) : null;
  }

  @Override
  public BlockFile make() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      for (Path one = directory.getParent(); one != null; one = one.getParent()) {
        try (FileChannel names = FileChannel.open(one, StandardOpenOption.READ)) {
          names.force(true);
        }
      }
    }
    FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    return ChannelBlockFile.open(path, false, false);
  }

  /**
   * The journal of {@code blocks}, which is the file {@code served}, after what was half done is
   * done; null for a file that is only read.
   */
  static @Nullable AtomicWriteJournal open(
      BlockFile blocks, Path served, Path path, boolean isReadOnly) throws IOException {
    AtomicWriteJournal journal =
        new AtomicWriteJournal(blocks, identityOf(served), new JournalFile(path, isReadOnly));
    if (!isReadOnly) {
      journal.recover();
      return journal;
    }
    boolean isHalfDone = journal.isHalfDone();
    journal.close();
    if (isHalfDone) {
      throw new IOException(
          "The file " + served + " has an atomic write half done; serve it for writing once.");
    }
    return null;
  }

  /** What tells {@code file} from another that takes its name. */
  private static long identityOf(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    CRC32C crc = new CRC32C();
    crc.update(String.valueOf(key).getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
