// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.quintain.hardware.config.ConfigurationException;

/**
 * Where the sockets are: unless another place is named, in a folder that is this user's alone, one
 * socket for each process that serves.
 */
public final class AdminPaths {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private AdminPaths() {}

  /** The folder of this user's sockets. */
  public static Path folder() {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    if (runtime != null && !runtime.isEmpty()) {
      return Path.of(runtime, "quintain");
    }
    String user = System.getProperty("user.name", "nobody");
    return user.equals("root")
        ? Path.of("/run/quintain")
        : Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "quintain-" + user);
  }

  /** Where this process has its socket when no other place is named. */
  public static Path ownDefault() {
    return folder().resolve(ProcessHandle.current().pid() + ".socket");
  }

  /**
   * The socket of the one server of this user that runs; sockets that nobody answers at are taken
   * away.
   *
   * @throws ConfigurationException with one sentence when there is none, or more than one
   */
  public static Path only() throws ConfigurationException {
    List<Path> alive = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder())) {
      for (Path each : all.sorted().toList()) {
        if (isAnswered(each)) {
          alive.add(each);
        } else if (each.toString().endsWith(".socket")) {
          Files.deleteIfExists(each);
        }
      }
    } catch (IOException none) {
      alive.clear();
    }
    if (alive.isEmpty()) {
      throw new ConfigurationException(
          "No server of this user runs that can be asked; name its socket with --socket.");
    }
    if (alive.size() > 1) {
      throw new ConfigurationException(
          "There is more than one server; name one with --socket: " + alive + ".");
    }
    return alive.get(0);
  }

  /** Makes the folder, and takes away a socket that nobody answers at. */
  static void prepare(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && !Files.exists(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
    if (folder != null && folder.equals(folder().toAbsolutePath())) {
      // Others may write where the folder is: it has to be ours, and closed to them.
      boolean isOurs =
          Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS)
              .getName()
              .equals(System.getProperty("user.name"));
      if (!isOurs || Files.isSymbolicLink(folder)) {
        throw new IOException(folder + " belongs to somebody else");
      }
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("there is something that is no socket");
      }
      if (isAnswered(path)) {
        throw new IOException("another server answers there");
      }
      Files.delete(path);
    }
  }

  /** Only the owner may connect. */
  static void protect(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
  }

  private static boolean isAnswered(Path path) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return channel.isConnected();
    } catch (IOException | IllegalArgumentException refused) {
      return false;
    }
  }
}
