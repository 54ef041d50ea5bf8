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
import org.quintain.store.BackingStore;
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
    units.forEach((name, unit) -> watch(name, devices.store(name), unit, reactor, listener));
  }

  /** Begins to look at one more, if it is a file. */
  void watch(
      String name, BackingStore store, LogicalUnit unit, Reactor reactor, ServeListener listener) {
    if (store instanceof FileStore file) {
      watched.put(
          name,
          thread.scheduleWithFixedDelay(
              () -> look(name, file, unit, reactor, listener),
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
      String name, FileStore file, LogicalUnit unit, Reactor reactor, ServeListener listener) {
    try {
      if (file.resync()) {
        listener.onNotice("DEVICE " + name + " has now " + file.capacityBytes() + " bytes.");
        reactor.post(nowNs -> unit.deviceServer().onCapacityChanged(nowNs));
      }
    } catch (IOException unreadable) {
      // The file is gone, perhaps to come back: requests to it tell their initiators.
      return;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
