// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One saved value in a file of its own. It is written beside, made durable, and put in place by one
 * renaming, which the directory's own flush makes durable in turn.
 *
 * <pre>
 * file: | "QUINTAIN" (8) | VERSION (4) | LENGTH (4) | CRC-32C (4) | value |
 * The CRC is that of the name, the version, the length and the value.
 * </pre>
 */
final class StateFile {
  private static final long MAGIC = 0x5155_494E_5441_494EL;
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 20;
  private static final int VALUE_BYTES_MAX = 16 << 20;

  private final Path path;
  private final String name;

  /** The value called {@code name}, which lives in {@code path}. */
  StateFile(Path path, String name) {
    this.path = path.toAbsolutePath();
    this.name = name;
  }

  Path path() {
    return path;
  }

  /**
   * The value, or null where there is no file.
   *
   * @throws DamagedException when what the file holds was not written whole by this program
   */
  byte @Nullable [] read() throws IOException {
    byte[] whole;
    try {
      long size = Files.size(path);
      if (size > HEADER_BYTES + VALUE_BYTES_MAX) {
        throw new DamagedException("it has " + size + " bytes");
      }
      whole = Files.readAllBytes(path);
    } catch (NoSuchFileException none) {
      return null;
    }
    if (whole.length < HEADER_BYTES) {
      throw new DamagedException("it ends within its header");
    }
    ByteBuffer header = ByteBuffer.wrap(whole);
    if (header.getLong(0) != MAGIC) {
      throw new DamagedException("it does not begin as such a file does");
    }
    if (header.getInt(8) != VERSION) {
      throw new DamagedException(
          "it is of version " + header.getInt(8) + ", and " + VERSION + " is read here");
    }
    if (header.getInt(12) != whole.length - HEADER_BYTES) {
      throw new DamagedException("its length is not what its header says");
    }
    byte[] value = new byte[whole.length - HEADER_BYTES];
    header.get(HEADER_BYTES, value);
    if (header.getInt(16) != checksum(value)) {
      throw new DamagedException("its checksum is wrong");
    }
    return value;
  }

  /** Replaces the value; when it throws, the old one is still there. */
  void write(byte[] value) throws IOException {
    if (value.length > VALUE_BYTES_MAX) {
      throw new IOException("the value has " + value.length + " bytes");
    }
    Path directory = directory();
    makeDirectories(directory);
    ByteBuffer whole = ByteBuffer.allocate(HEADER_BYTES + value.length);
    whole.putLong(MAGIC).putInt(VERSION).putInt(value.length).putInt(checksum(value)).put(value);
    whole.flip();
    Path beside = directory.resolve(path.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (whole.hasRemaining()) {
        channel.write(whole);
      }
      channel.force(true);
    }
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(directory);
  }

  /** Puts a damaged file aside, where nothing will overwrite it, and says where. */
  Path setAside() throws IOException {
    Path aside = directory().resolve(path.getFileName() + ".damaged");
    Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
    return aside;
  }

  private Path directory() {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private static void makeDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      makeDirectories(parent);
    }
    Files.createDirectory(directory);
    if (parent != null) {
      force(parent);
    }
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private int checksum(byte[] value) {
    CRC32C checksum = new CRC32C();
    checksum.update(name.getBytes(StandardCharsets.US_ASCII));
    checksum.update(ByteBuffer.allocate(8).putInt(VERSION).putInt(value.length).flip());
    checksum.update(value);
    return (int) checksum.getValue();
  }

  /** What a file holds was not written whole by this program. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String why) {
      super(why);
    }
  }
}
