// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quintain.reactor.Reactor;
import org.quintain.store.NonvolatileMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one logical unit saves, in a directory of its own, a file for each value. Files and
 * directory are made when the first value is saved. Reading happens where it is asked for, before
 * the unit takes commands; writing on the thread of a {@link StateWriter}.
 */
public final class FileNonvolatileMemory implements NonvolatileMemory {
  private static final Logger LOG = LoggerFactory.getLogger(FileNonvolatileMemory.class);

  private static final long READ_AHEAD_BYTES_MAX = 1 << 20;

  private final Path directory;
  private final Map<String, Path> elsewhere;
  private final StateWriter writer;
  private final Consumer<String> notices;

  /**
   * @param elsewhere by name, values that live in a file of their own choosing
   * @param notices gets a sentence for each value that is damaged and so not believed
   */
  public FileNonvolatileMemory(
      Path directory, Map<String, Path> elsewhere, StateWriter writer, Consumer<String> notices) {
    this.directory = directory;
    this.elsewhere = new TreeMap<>(elsewhere);
    this.writer = writer;
    this.notices = notices;
  }

  /**
   * Has the system read what there is, so that a {@link #load} by a reactor waits for no disk. May
   * take as long as the disk does.
   */
  public void readAhead() {
    List<Path> files = new ArrayList<>(elsewhere.values());
    try (Stream<Path> inDirectory = Files.list(directory)) {
      inDirectory.forEach(files::add);
    } catch (IOException | UncheckedIOException nothingSaved) {
      LOG.debug("nothing was saved in {}", directory);
    }
    for (Path file : files) {
      try {
        if (Files.isRegularFile(file) && Files.size(file) <= READ_AHEAD_BYTES_MAX) {
          Files.readAllBytes(file);
        }
      } catch (IOException unreadable) {
        LOG.debug("{} cannot be read ahead", file); // Loading tells what is wrong with it.
      }
    }
  }

  private StateFile file(String name) {
    if (!name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException(
          "A saved value is named by lower-case letters, digits and hyphens, not \""
              + name
              + "\".");
    }
    Path path = elsewhere.get(name);
    return new StateFile(path == null ? directory.resolve(name) : path, name);
  }

  @Override
  public byte @Nullable [] load(String name) {
    StateFile file = file(name);
    try {
      return file.read();
    } catch (StateFile.DamagedException damaged) {
      notices.accept(putAside(file, name, String.valueOf(damaged.getMessage())));
    } catch (IOException unreadable) {
      notices.accept(
          "The saved "
              + name
              + " cannot be read from "
              + file.path()
              + ", and its defaults hold: "
              + unreadable.getMessage()
              + ".");
    }
    return null;
  }

  private static String putAside(StateFile file, String name, String why) {
    String sentence =
        "The saved " + name + " in " + file.path() + " is damaged, and its defaults hold: " + why;
    try {
      return sentence + "; the file is kept as " + file.setAside() + ".";
    } catch (IOException stays) {
      return sentence + ".";
    }
  }

  @Override
  public void save(
      long nowNs, Reactor reactor, String name, byte[] value, SaveCompletion completion) {
    StateFile file = file(name);
    boolean isTaken =
        writer.submit(
            () -> {
              boolean isSaved = write(file, name, value);
              reactor.post(laterNs -> completion.onSaved(laterNs, isSaved));
            });
    if (!isTaken) {
      completion.onSaved(nowNs, false);
    }
  }

  private static boolean write(StateFile file, String name, byte[] value) {
    try {
      file.write(value);
      return true;
    } catch (IOException | RuntimeException broken) {
      LOG.error("saving {} to {} failed: {}", name, file.path(), String.valueOf(broken));
      return false;
    }
  }
}
