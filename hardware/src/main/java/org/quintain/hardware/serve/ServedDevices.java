// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.device.ProtectionConfig;
import org.quintain.device.ProvisioningConfig;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.DeviceConfig;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.file.FileStore;
import org.quintain.hardware.file.FileWorkers;
import org.quintain.hardware.linux.HugePageMemory;
import org.quintain.hardware.state.FileNonvolatileMemory;
import org.quintain.hardware.state.StateWriter;
import org.quintain.sbc.protection.ProtectionInformation;
import org.quintain.spc.reservation.ReservationCommands;
import org.quintain.store.BackingStore;
import org.quintain.store.NonvolatileMemory;
import org.quintain.store.NullStore;
import org.quintain.store.RamNonvolatileMemory;
import org.quintain.store.RamStore;

/** The stores of all devices of a configuration, opened together and closed together. */
final class ServedDevices implements AutoCloseable {
  private static final int QUEUE_LENGTH = 4096;
  private static final int WORKERS_MAX = 16;

  private final FileWorkers workers =
      new FileWorkers(
          Math.min(WORKERS_MAX, 4 * Runtime.getRuntime().availableProcessors()), QUEUE_LENGTH);
  // A thread that closes a device takes it out of these while another puts one in.
  private final Map<String, BackingStore> stores =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, BackingStore> protections =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final StateWriter stateWriter = new StateWriter();
  private final Map<String, NonvolatileMemory> memories =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, LogicalUnitConfig> units =
      Collections.synchronizedMap(new LinkedHashMap<>());

  private ServedDevices() {}

  static ServedDevices open(ServeConfig config, Consumer<String> notices)
      throws ConfigurationException {
    ServedDevices devices = new ServedDevices();
    try {
      for (DeviceConfig device : config.devices()) {
        if (!device.isDummy()) {
          devices.open(config.file(), device, notices);
        }
      }
      return devices;
    } catch (ConfigurationException refused) {
      devices.close();
      throw refused;
    }
  }

  /**
   * Opens one device more, by any thread but a reactor: what it kept beside its blocks is read
   * here.
   *
   * @throws ConfigurationException with one sentence; nothing is left open then
   */
  void open(String file, DeviceConfig device, Consumer<String> notices)
      throws ConfigurationException {
    try {
      // Checked before anything is opened.
      LogicalUnitConfig checked = unit(device, ProvisioningConfig.FULL);
      BackingStore store = store(device);
      stores.put(device.name(), store);
      if (store instanceof FileStore blocks && keepsState(file, device)) {
        blocks.keepJournal(stateDirectory(file, device).resolve("atomic-writes"));
      }
      units.put(checked.name(), unit(device, provisioning(file, device, store, notices)));
      if (device.protection().isKept()) {
        long blocks = store.capacityBytes() / device.blockBytes();
        protections.put(device.name(), protection(file, device, blocks));
      }
      memories.put(device.name(), memory(file, device, notices));
    } catch (IOException | IllegalArgumentException refused) {
      close(device.name());
      throw new ConfigurationException(
          file + ":" + device.line() + ": DEVICE " + device.name() + ": " + refused.getMessage());
    }
  }

  /**
   * Makes durable what {@code name} has and gives it up; may take as long as its disk does. Nothing
   * uses it any more.
   */
  void close(String name) {
    units.remove(name);
    memories.remove(name);
    BackingStore store = stores.remove(name);
    BackingStore protection = protections.remove(name);
    if (store != null) {
      store.close();
    }
    if (protection != null) {
      protection.close();
    }
  }

  /**
   * Room for eight bytes of protection information for each 512 of user data: in memory for a
   * device whose blocks are no file, else in a file that grows as it is written.
   */
  private BackingStore protection(String file, DeviceConfig device, long blocks)
      throws IOException {
    long bytes = blocks * protectionBytes(device.blockBytes());
    if (!device.handler().hasFile()) {
      return inMemory(bytes);
    }
    Path path = Path.of(device.protection().filename());
    if (device.protection().filename().isEmpty()) {
      if (!keepsState(file, device)) {
        throw new IOException("It needs a \"dif_filename\" to keep protection information in.");
      }
      path = stateDirectory(file, device).resolve("protection-information");
      Files.createDirectories(stateDirectory(file, device));
    }
    if (!device.readOnly()) {
      try (RandomAccessFile tags = new RandomAccessFile(path.toFile(), "rw")) {
        if (tags.length() < bytes) {
          tags.setLength(bytes);
        }
      }
    }
    return FileStore.open(
        workers,
        path,
        bytes,
        ProtectionInformation.BYTES,
        new FileStore.Options(device.nvCache(), device.writeThrough(), device.readOnly(), false));
  }

  private static long protectionBytes(int blockBytes) {
    return (long) ProtectionInformation.BYTES * Math.max(1, blockBytes / 512);
  }

  /**
   * The file of {@code name} has grown: makes room for the protection information of what is new.
   * May wait.
   */
  void extendProtection(String name) throws IOException {
    if (protections.get(name) instanceof FileStore tags) {
      int blockBytes = unit(name).blockBytes();
      long bytes = store(name).capacityBytes() / blockBytes * protectionBytes(blockBytes);
      if (bytes > tags.capacityBytes()) {
        tags.resize(bytes);
      }
    }
  }

  /**
   * Makes room in the file of {@code name} for {@code bytes}, and for the protection information of
   * as much; nothing for a device without a file. May wait.
   */
  void extend(String name, long bytes) throws IOException {
    if (store(name) instanceof FileStore file) {
      file.resize(bytes);
      extendProtection(name);
    }
  }

  /** Gives a device without a file another size, on the reactor. */
  void resizeInMemory(String name, long bytes) {
    BackingStore store = store(name);
    if (store instanceof NullStore nothing) {
      nothing.resize(bytes);
    } else if (store instanceof RamStore memory) {
      memory.resize(bytes);
    }
    if (protections.get(name) instanceof RamStore tags) {
      int blockBytes = unit(name).blockBytes();
      tags.resize(Math.max(tags.capacityBytes(), bytes / blockBytes * protectionBytes(blockBytes)));
    }
  }

  private static boolean keepsState(String file, DeviceConfig device) {
    return !device.stateDirectory().isEmpty() || Files.isRegularFile(Path.of(file));
  }

  private static Path stateDirectory(String file, DeviceConfig device) {
    return device.stateDirectory().isEmpty()
        ? Path.of(file + ".state").resolve(fileName(device.name()))
        : Path.of(device.stateDirectory());
  }

  /**
   * Beside the configuration unless it says where; a configuration that is no file keeps nothing.
   */
  private NonvolatileMemory memory(String file, DeviceConfig device, Consumer<String> notices) {
    if (!keepsState(file, device)) {
      return new RamNonvolatileMemory();
    }
    Path directory = stateDirectory(file, device);
    Map<String, Path> elsewhere =
        device.reservationsFile().isEmpty()
            ? Map.of()
            : Map.of(ReservationCommands.SAVED_AS, Path.of(device.reservationsFile()));
    FileNonvolatileMemory memory =
        new FileNonvolatileMemory(
            directory,
            elsewhere,
            stateWriter,
            sentence -> notices.accept(file + ": DEVICE " + device.name() + ": " + sentence));
    memory.readAhead();
    return memory;
  }

  /** A device's name as that of a directory, whatever characters it has; no two become one. */
  private static String fileName(String name) {
    StringBuilder safe = new StringBuilder();
    for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
      boolean isPlain =
          (one >= '0' && one <= '9')
              || (one >= 'a' && one <= 'z')
              || (one >= 'A' && one <= 'Z')
              || one == '-'
              || one == '_'
              || (one == '.' && safe.length() > 0);
      safe.append(isPlain ? String.valueOf((char) one) : String.format("%%%02x", one & 0xFF));
    }
    return safe.toString();
  }

  private BackingStore store(DeviceConfig device) throws IOException {
    return switch (device.handler()) {
      case VDISK_FILEIO, VDISK_BLOCKIO ->
          FileStore.open(
              workers,
              Path.of(device.filename()),
              device.sizeBytes(),
              device.blockBytes(),
              new FileStore.Options(
                  device.nvCache(), device.writeThrough(), device.readOnly(), device.isDirect()));
      case VDISK_NULLIO -> new NullStore(device.sizeBytes());
      case VDISK_RAM -> inMemory(device.sizeBytes());
    };
  }

  private static BackingStore inMemory(long bytes) {
    return new RamStore(bytes, bytes, false, HugePageMemory.shared());
  }

  /** As SCST has it, what cannot be thin is served all the same, and the operator is told. */
  private static ProvisioningConfig provisioning(
      String file, DeviceConfig device, BackingStore store, Consumer<String> notices) {
    if (!device.provisioning().isManaged() || store.provisioning().canDeallocate()) {
      return device.provisioning();
    }
    notices.accept(
        file
            + ":"
            + device.line()
            + ": DEVICE "
            + device.name()
            + " is not thin provisioned, since "
            + "no holes can be made in its file.");
    return ProvisioningConfig.FULL;
  }

  private static LogicalUnitConfig unit(DeviceConfig device, ProvisioningConfig provisioning) {
    LogicalUnitConfig.Builder unit =
        LogicalUnitConfig.named(device.name())
            .blockBytes(device.blockBytes())
            .physicalBlockExponent(device.physicalBlockExponent())
            .backgroundBytesPerSecond(device.backgroundBytesPerSecond())
            .vendor(device.vendor())
            .product(device.product())
            .revision(device.revision())
            .t10DeviceIdentifier(device.t10DeviceId())
            .naaIdentifier(device.naaId())
            .readOnly(device.readOnly())
            .removable(device.isRemovable())
            .rotationRate(device.rotationRate())
            .protection(
                new ProtectionConfig(
                    device.protection().type(), 0, device.protection().applicationTag()))
            .provisioning(provisioning);
    if (!device.serial().isEmpty()) {
      unit.unitSerialNumber(device.serial());
    }
    return unit.build();
  }

  /** The names of the devices that have a store. */
  Iterable<String> names() {
    return stores.keySet();
  }

  BackingStore store(String name) {
    BackingStore store = stores.get(name);
    if (store == null) {
      throw new IllegalArgumentException("There is no device " + name + ".");
    }
    return store;
  }

  /** Where its protection information lives, or null. */
  @Nullable BackingStore protection(String name) {
    return protections.get(name);
  }

  /** What the device keeps beside its blocks. */
  NonvolatileMemory memory(String name) {
    NonvolatileMemory memory = memories.get(name);
    if (memory == null) {
      throw new IllegalArgumentException("There is no device " + name + ".");
    }
    return memory;
  }

  LogicalUnitConfig unit(String name) {
    LogicalUnitConfig unit = units.get(name);
    if (unit == null) {
      throw new IllegalArgumentException("There is no device " + name + ".");
    }
    return unit;
  }

  /** Lets what is queued end, makes all durable, gives all up. */
  @Override
  public void close() {
    stateWriter.close();
    workers.close();
    stores.values().forEach(BackingStore::close);
    protections.values().forEach(BackingStore::close);
  }
}
