// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import java.io.IOException;

/** Registers handles with a reactor's event loop, on that loop, where it is done at once. */
final class Registrations {
  private Registrations() {}

  static IoRegistration register(NettyReactor reactor, IoHandle handle) throws IOException {
    Future<IoRegistration> registered = reactor.loop().register(handle);
    if (!registered.isSuccess()) {
      throw new IOException("the event loop takes no more sockets", registered.cause());
    }
    return registered.getNow();
  }
}
