// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;

/**
 * Two sparse files of 512 and of 4096 bytes a block, served on loopback by this process on a port
 * that the system chooses; gone when closed.
 */
final class ServedFile implements AutoCloseable {
  private static final String TARGET = "iqn.2026-11.org.quintain:qualify";
  private static final long FIRST_BYTES = 64L << 20;
  private static final long SECOND_BYTES = 16L << 20;

  private final List<Path> files;
  private final Path directory;
  private final IscsiServer server;

  private ServedFile(Path directory, List<Path> files, IscsiServer server) {
    this.directory = directory;
    this.files = files;
    this.server = server;
  }

  /** Makes the files and serves them. */
  static ServedFile start() {
    try {
      Path directory = Files.createTempDirectory("quintain-qualify");
      Path first = directory.resolve("disk0.img");
      Path second = directory.resolve("disk1.img");
      makeSparse(first, FIRST_BYTES);
      makeSparse(second, SECOND_BYTES);
      IscsiServer server =
          IscsiServer.start(
              ServeConfig.parse("qualify", config(first, second)), ServeListener.NONE);
      return new ServedFile(directory, List.of(first, second), server);
    } catch (IOException e) {
      throw CommandFailure.infrastructure("No file can be made to serve: " + e.getMessage() + ".");
    } catch (ConfigurationException e) {
      throw CommandFailure.infrastructure(e);
    }
  }

  private static void makeSparse(Path file, long bytes) throws IOException {
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(bytes);
    }
  }

  private static String config(Path first, Path second) {
    return """
        HANDLER vdisk_fileio {
            DEVICE disk0 {
                filename %s
                thin_provisioned 1
            }
            DEVICE disk1 {
                filename %s
                blocksize 4096
                thin_provisioned 1
            }
        }
        TARGET_DRIVER iscsi {
            enabled 1
            portal 127.0.0.1:0
            TARGET %s {
                enabled 1
                LUN 0 disk0
                LUN 1 disk1
            }
        }
        """
        .formatted(first, second, TARGET);
  }

  /** Where the first file is. */
  String url() {
    return "iscsi://" + IscsiServer.text(server.portals().get(0)) + "/" + TARGET + "/0";
  }

  @Override
  public void close() {
    server.close();
    try {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      System.err.println("The temporary directory " + directory + " is left: " + e.getMessage());
    }
  }
}
