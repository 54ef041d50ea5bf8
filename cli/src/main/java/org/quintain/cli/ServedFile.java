// SPDX-License-Identifier: Apache-2.0
package org.quintain.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.serve.IscsiServer;
import org.quintain.hardware.serve.ServeListener;
import org.quintain.initiator.TargetNote;

/**
 * Two sparse files of 512 and of 4096 bytes a block, served on loopback by this process: by iSCSI
 * on a port that the system chooses, by SRP at two addresses that nobody has; gone when closed.
 */
final class ServedFile implements AutoCloseable {
  private static final String TARGET = "iqn.2026-11.org.quintain:qualify";
  private static final String USER = "jouster";
  private static final String USER_SECRET = "tilts at the quintain";
  private static final String SELF = "quintain";
  private static final String SELF_SECRET = "strikes back when hit";
  private static final String SRP_FIRST = "0200000000000b1b";
  private static final String SRP_SECOND = "0200000000000b1c";
  private static final int SRP_TRIES = 49;
  private static final long FIRST_BYTES = 64L << 20;
  private static final long SECOND_BYTES = 16L << 20;

  private final List<Path> files;
  private final Path directory;
  private final Served served;

  private ServedFile(Path directory, List<Path> files, Served served) {
    this.directory = directory;
    this.files = files;
    this.served = served;
  }

  /** The server, and where its ports of SRP are, or why there are none. */
  private record Served(IscsiServer server, String srpFirst, String srpSecond, String srpProblem) {}

  /** Makes the files and serves them. */
  static ServedFile start() {
    try {
      Path directory = Files.createTempDirectory("quintain-qualify");
      Path first = directory.resolve("disk0.img");
      Path second = directory.resolve("disk1.img");
      makeSparse(first, FIRST_BYTES);
      makeSparse(second, SECOND_BYTES);
      return new ServedFile(directory, List.of(first, second), serve(first, second));
    } catch (IOException e) {
      throw CommandFailure.infrastructure("No file can be made to serve: " + e.getMessage() + ".");
    } catch (ConfigurationException e) {
      throw CommandFailure.infrastructure(e);
    }
  }

  private static Served serve(Path first, Path second) throws ConfigurationException {
    String config = config(first, second);
    String problem = "nothing was tried";
    for (int tried = 0; tried < SRP_TRIES; tried++) {
      String srpFirst = srpAddress(2 * tried);
      String srpSecond = srpAddress(2 * tried + 1);
      try {
        IscsiServer server = serve(config + srpConfig(srpFirst, srpSecond));
        return new Served(server, srpFirst, srpSecond, "");
      } catch (ConfigurationException taken) {
        problem = String.valueOf(taken.getMessage());
      }
    }
    // Not every system lets a process have all of 127.0.0.0/8.
    return new Served(serve(config), "", "", problem);
  }

  private static IscsiServer serve(String config) throws ConfigurationException {
    return IscsiServer.start(ServeConfig.parse("qualify", config), ServeListener.NONE);
  }

  /** Of loopback, where nobody else is likely to have the one UDP port of RoCEv2. */
  private static String srpAddress(int index) {
    long process = ProcessHandle.current().pid();
    return "127." + (index + 1) + "." + (process >> 8 & 0xFF) + "." + (process & 0xFF);
  }

  private static String srpConfig(String first, String second) {
    return """
        TARGET_DRIVER ib_srpt {
            TARGET 0x%s {
                link %s
                LUN 0 disk0
                LUN 1 disk1
            }
            TARGET 0x%s {
                link %s
                LUN 0 disk0
                LUN 1 disk1
            }
        }
        """
        .formatted(SRP_FIRST, first, SRP_SECOND, second);
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
                MaxOutstandingR2T 8
                DataPDUInOrder No
                DataSequenceInOrder No
                LUN 0 disk0
                LUN 1 disk1
            }
            TARGET %<s.chap {
                enabled 1
                IncomingUser "%s %s"
                OutgoingUser "%s %s"
                LUN 0 disk0
            }
            TARGET %3$s.redirected {
                enabled 1
                redirect "127.0.0.1:3260 temp"
                LUN 0 disk0
            }
            TARGET %3$s.moved {
                enabled 1
                redirect "127.0.0.1:3260 perm"
                LUN 0 disk0
            }
        }
        """
        .formatted(first, second, TARGET, USER, USER_SECRET, SELF, SELF_SECRET);
  }

  /** What the suite is told of the target (RFC 7143 12.1.3, 11.13.5). */
  static SortedMap<String, String> notes() {
    SortedMap<String, String> notes = new TreeMap<>();
    notes.put(TargetNote.CHAP_TARGET.setting(), TARGET + ".chap");
    notes.put(TargetNote.CHAP_USER.setting(), USER);
    notes.put(TargetNote.CHAP_SECRET.setting(), USER_SECRET);
    notes.put(TargetNote.CHAP_TARGET_USER.setting(), SELF);
    notes.put(TargetNote.CHAP_TARGET_SECRET.setting(), SELF_SECRET);
    notes.put(TargetNote.REDIRECTED_TARGET.setting(), TARGET + ".redirected");
    notes.put(TargetNote.MOVED_TARGET.setting(), TARGET + ".moved");
    return notes;
  }

  /** Where the first file is by iSCSI. */
  String url() {
    return "iscsi://" + IscsiServer.text(served.server.portals().get(0)) + "/" + TARGET + "/0";
  }

  /** Why it is not there by SRP; empty where it is. */
  String srpProblem() {
    return served.srpProblem;
  }

  /** Where it is by SRP. */
  String srpUrl() {
    String first = srpPlace(served.srpFirst, SRP_FIRST);
    return "srp://" + first + "/0?also=" + srpPlace(served.srpSecond, SRP_SECOND);
  }

  private static String srpPlace(String address, String guid) {
    return address + "/" + guid + ":" + guid;
  }

  @Override
  public void close() {
    served.server.close();
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
