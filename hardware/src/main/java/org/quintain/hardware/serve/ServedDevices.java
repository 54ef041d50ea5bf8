// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.quintain.device.LogicalUnitConfig;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.config.DeviceConfig;
import org.quintain.hardware.config.ServeConfig;
import org.quintain.hardware.file.FileStore;
import org.quintain.hardware.file.FileWorkers;
import org.quintain.store.BackingStore;
import org.quintain.store.NullStore;
import org.quintain.store.RamStore;

/** The stores of all devices of a configuration, opened together and closed together. */
final class ServedDevices implements AutoCloseable {
  private static final int QUEUE_LENGTH = 4096;
  private static final int WORKERS_MAX = 16;

  private final FileWorkers workers =
      new FileWorkers(
          Math.min(WORKERS_MAX, 4 * Runtime.getRuntime().availableProcessors()), QUEUE_LENGTH);
  private final Map<String, BackingStore> stores = new LinkedHashMap<>();
  private final Map<String, LogicalUnitConfig> units = new LinkedHashMap<>();

  private ServedDevices() {}

  static ServedDevices open(ServeConfig config) throws ConfigurationException {
    ServedDevices devices = new ServedDevices();
    try {
      for (DeviceConfig device : config.devices()) {
        if (!device.isDummy()) {
          devices.open(config.file(), device);
        }
      }
      return devices;
    } catch (ConfigurationException refused) {
      devices.close();
      throw refused;
    }
  }

  private void open(String file, DeviceConfig device) throws ConfigurationException {
    try {
      units.put(device.name(), unit(device));
      stores.put(device.name(), store(device));
    } catch (IOException | IllegalArgumentException refused) {
      throw new ConfigurationException(
          file + ":" + device.line() + ": DEVICE " + device.name() + ": " + refused.getMessage());
    }
  }

  private BackingStore store(DeviceConfig device) throws IOException {
    return switch (device.handler()) {
      case VDISK_FILEIO ->
          FileStore.open(
              workers,
              Path.of(device.filename()),
              device.sizeBytes(),
              device.blockBytes(),
              new FileStore.Options(device.nvCache(), device.writeThrough(), device.readOnly()));
      case VDISK_NULLIO -> new NullStore(device.sizeBytes());
      case VDISK_RAM -> new RamStore(device.sizeBytes());
    };
  }

  private static LogicalUnitConfig unit(DeviceConfig device) {
    LogicalUnitConfig.Builder unit =
        LogicalUnitConfig.named(device.name())
            .blockBytes(device.blockBytes())
            .vendor(device.vendor())
            .product(device.product())
            .revision(device.revision())
            .t10DeviceIdentifier(device.t10DeviceId())
            .naaIdentifier(device.naaId())
            .readOnly(device.readOnly())
            .rotationRate(device.rotationRate());
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
    workers.close();
    stores.values().forEach(BackingStore::close);
  }
}
