// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.quintain.hardware.file.FileStore;
import org.quintain.reactor.Reactor;
import org.quintain.target.LogicalUnit;

/**
 * Looks every second how large the served files are, so that one which an operator makes longer or
 * shorter is served with its new size, and initiators are told.
 */
final class SizeWatch implements AutoCloseable {
  private static final long EVERY_MS = 1_000;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "quintain-sizes");
            made.setDaemon(true);
            return made;
          });

  private final Map<String, ScheduledFuture<?>> watched = new ConcurrentHashMap<>();

  /** Begins to look at the files of {@code devices}, which {@code units} are served from. */
  void start(
      ServedDevices devices,
      Map<String, LogicalUnit> units,
      Reactor reactor,
      ServeListener listener) {
    units.forEach((name, unit) -> watch(name, devices, unit, reactor, listener));
  }

  /** Begins to look at one more, if it is a file. */
  void watch(
      String name,
      ServedDevices devices,
      LogicalUnit unit,
      Reactor reactor,
      ServeListener listener) {
    if (devices.store(name) instanceof FileStore file) {
      watched.put(
          name,
          thread.scheduleWithFixedDelay(
              () -> look(name, file, devices, unit, reactor, listener),
              EVERY_MS,
              EVERY_MS,
              TimeUnit.MILLISECONDS));
    }
  }

  /** Looks no more at the file of {@code name}. */
  void forget(String name) {
    ScheduledFuture<?> look = watched.remove(name);
    if (look != null) {
      look.cancel(false);
    }
  }

  private static void look(
      String name,
      FileStore file,
      ServedDevices devices,
      LogicalUnit unit,
      Reactor reactor,
      ServeListener listener) {
    try {
      if (!file.resync()) {
        return;
      }
    } catch (IOException unreadable) {
      // The file is gone, perhaps to come back: requests to it tell their initiators.
      return;
    }
    listener.onNotice("DEVICE " + name + " has now " + file.capacityBytes() + " bytes.");
    try {
      devices.extendProtection(name);
    } catch (IOException full) {
      listener.onNotice(
          "DEVICE "
              + name
              + " is served no larger than there is room for its protection information: "
              + full.getMessage());
    }
    reactor.post(nowNs -> unit.deviceServer().onCapacityChanged(nowNs));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
