// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quintain.store.AllocationRuns;

/**
 * A file or a block device of the operating system, locked while it is open. Two channels: one
 * writes into the page cache, the other, opened with O_DSYNC, writes through it to the disk. A file
 * that is to be direct has two more, opened with O_DIRECT, for all that is aligned to blocks of the
 * file system; the kernel keeps them and the page cache in step, and {@link FileStore} never has
 * requests that overlap under way at once.
 *
 * <p>{@code fdatasync} and O_DSYNC are "synchronized I/O data integrity completion" of POSIX: they
 * cover the metadata that is needed to read the data back (extents of a sparse file, its size), and
 * leave out times.
 */
final class ChannelBlockFile implements BlockFile {
  private static final int USUAL_BLOCK_BYTES = 4096;

  /** S_IFMT and S_IFBLK. */
  private static final int FILE_TYPE = 0xF000;

  private static final int BLOCK_DEVICE = 0x6000;

  private static final Set<OpenOption> READING =
      Set.of(StandardOpenOption.READ, DirectOption.DIRECT);
  private static final Set<OpenOption> WRITING =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, DirectOption.DIRECT);
  private static final Set<OpenOption> WRITING_DURABLY =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.DSYNC, DirectOption.DIRECT);

  private final FileChannel cached;
  private final @Nullable FileChannel durable;
  private final @Nullable FileChannel direct;
  private final @Nullable FileChannel directDurable;
  private final @Nullable SparseFile holes;
  private final FileStore fileSystem;
  private final int granularityBytes;
  private final int alignmentBytes;

  private ChannelBlockFile(
      FileChannel cached,
      @Nullable FileChannel durable,
      @Nullable FileChannel direct,
      @Nullable FileChannel directDurable,
      @Nullable SparseFile holes,
      Path file)
      throws IOException {
    this.cached = cached;
    this.durable = durable;
    this.direct = direct;
    this.directDurable = directDurable;
    this.holes = holes;
    this.fileSystem = Files.getFileStore(file);
    // What is open for reading is told as it was when it was written: nothing is punched anyway.
    boolean makesHoles = holes != null && (durable == null || holes.canPunch(cached.size()));
    this.granularityBytes = makesHoles && Files.isRegularFile(file) ? blockBytes(fileSystem) : 0;
    this.alignmentBytes = blockBytes(fileSystem);
  }

  private static int blockBytes(FileStore fileSystem) throws IOException {
    try {
      long bytes = fileSystem.getBlockSize();
      return bytes >= 512 && bytes <= 1 << 20 && Long.bitCount(bytes) == 1
          ? (int) bytes
          : USUAL_BLOCK_BYTES;
    } catch (UnsupportedOperationException untold) {
      return USUAL_BLOCK_BYTES;
    }
  }

  /**
   * Opens and locks {@code file}.
   *
   * @throws IOException with one sentence
   */
  static ChannelBlockFile open(Path file, boolean readOnly, boolean isDirect) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          "The file " + file + " does not exist; make it, with truncate -s for a sparse one.");
    }
    if (!Files.isRegularFile(file) && !isBlockDevice(file)) {
      throw new IOException("The file " + file + " is not a regular file or a block device.");
    }
    FileChannel cached = null;
    FileChannel durable = null;
    FileChannel direct = null;
    FileChannel directDurable = null;
    try {
      cached =
          readOnly
              ? FileChannel.open(file, StandardOpenOption.READ)
              : FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      lock(file, cached, readOnly);
      if (!readOnly) {
        durable = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        makeFindable(file, cached);
      }
      if (isDirect) {
        direct = openDirect(file, readOnly ? READING : WRITING);
        directDurable = readOnly ? null : openDirect(file, WRITING_DURABLY);
      }
      return new ChannelBlockFile(
          cached, durable, direct, directDurable, SparseFile.open(file, readOnly), file);
    } catch (IOException refused) {
      closeQuietly(directDurable, refused);
      closeQuietly(direct, refused);
      closeQuietly(durable, refused);
      closeQuietly(cached, refused);
      String why = String.valueOf(refused.getMessage());
      throw why.startsWith("The file ")
          ? refused
          : new IOException(
              "The file "
                  + file
                  + " cannot be opened"
                  + (readOnly ? "" : " for writing")
                  + (refused instanceof AccessDeniedException
                      ? ": permission denied."
                      : ": " + why + "."),
              refused);
    }
  }

  private static boolean isBlockDevice(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return false;
    }
    return Files.getAttribute(file, "unix:mode") instanceof Integer mode
        && (mode & FILE_TYPE) == BLOCK_DEVICE;
  }

  private static FileChannel openDirect(Path file, Set<? extends OpenOption> options)
      throws IOException {
    try {
      return FileChannel.open(file, options);
    } catch (IOException | UnsupportedOperationException none) {
      throw new IOException(
          "The file "
              + file
              + " is where nothing goes past the page cache: "
              + none.getMessage()
              + ".",
          none);
    }
  }

  private boolean isAligned(ByteBuffer bytes, long offsetBytes) {
    return bytes.isDirect()
        && offsetBytes % alignmentBytes == 0
        && bytes.remaining() % alignmentBytes == 0
        && bytes.alignmentOffset(bytes.position(), alignmentBytes) == 0;
  }

  private static void lock(Path file, FileChannel channel, boolean shared) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException here) {
      throw new IOException("The file " + file + " is served by this program already.", here);
    }
    if (lock == null) {
      throw new IOException("The file " + file + " is in use by another program, which locked it.");
    }
  }

  /**
   * A file made just before must not vanish with power: its inode and its name are made durable
   * once.
   */
  private static void makeFindable(Path file, FileChannel channel) throws IOException {
    channel.force(true);
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel, IOException because) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException second) {
        because.addSuppressed(second);
      }
    }
  }

  @Override
  public long sizeBytes() throws IOException {
    return cached.size();
  }

  @Override
  public int read(ByteBuffer into, long offsetBytes) throws IOException {
    FileChannel past = direct;
    return (past != null && isAligned(into, offsetBytes) ? past : cached).read(into, offsetBytes);
  }

  @Override
  public int write(ByteBuffer from, long offsetBytes) throws IOException {
    FileChannel past = direct;
    return (past != null && isAligned(from, offsetBytes) ? past : cached).write(from, offsetBytes);
  }

  @Override
  public int writeDurably(ByteBuffer from, long offsetBytes) throws IOException {
    FileChannel past = directDurable;
    FileChannel channel = past != null && isAligned(from, offsetBytes) ? past : durable;
    if (channel == null) {
      throw new IOException("the file is open for reading");
    }
    return channel.write(from, offsetBytes);
  }

  @Override
  public void force() throws IOException {
    cached.force(false);
  }

  @Override
  public int granularityBytes() {
    return granularityBytes;
  }

  @Override
  public void deallocate(long offsetBytes, long lengthBytes) throws IOException {
    SparseFile present = holes;
    if (present == null) {
      throw new IOException("no holes are made on this machine");
    }
    present.punch(offsetBytes, lengthBytes);
  }

  @Override
  public boolean zero(long offsetBytes, long lengthBytes) throws IOException {
    SparseFile present = holes;
    return present != null && present.zero(offsetBytes, lengthBytes);
  }

  @Override
  public void tell(long offsetBytes, long lengthBytes, AllocationRuns runs) throws IOException {
    SparseFile present = holes;
    if (present == null) {
      BlockFile.super.tell(offsetBytes, lengthBytes, runs);
    } else {
      present.tell(offsetBytes, lengthBytes, runs);
    }
  }

  @Override
  public long usedBytes() {
    SparseFile present = holes;
    return present == null ? -1 : present.usedBytes();
  }

  @Override
  public long availableBytes() throws IOException {
    return fileSystem.getUsableSpace();
  }

  @Override
  public void close() throws IOException {
    SparseFile present = holes;
    if (present != null) {
      present.close();
    }
    for (FileChannel channel : new FileChannel[] {directDurable, direct, durable, cached}) {
      if (channel != null) {
        channel.close();
      }
    }
  }
}
