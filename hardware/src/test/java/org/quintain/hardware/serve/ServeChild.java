// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.quintain.hardware.config.ServeConfig;

/**
 * Serves a configuration in a process of its own, once it is told to by a line on its standard
 * input, until that ends or it is killed. So a test can have the next process's Java started while
 * one still serves.
 */
public final class ServeChild {
  private ServeChild() {}

  /** Takes the path of a configuration; prints "listening PORT" for each portal. */
  public static void main(String[] arguments) throws Exception {
    if (System.in.read() < 0) {
      return;
    }
    IscsiServer server =
        IscsiServer.start(
            ServeConfig.load(Path.of(arguments[0])),
            new ServeListener() {
              @Override
              public void onNotice(String sentence) {
                System.out.println("notice " + sentence);
              }

              @Override
              public void onListening(InetSocketAddress portal, List<String> targetNames) {
                System.out.println("listening " + portal.getPort());
              }

              @Override
              public void onFault(String sentence) {
                System.out.println("fault " + sentence);
              }
            });
    System.out.flush();
    while (System.in.read() >= 0) {
      // Nothing more is said to it; the end of its input is the end.
    }
    server.close();
    System.exit(0);
  }
}
