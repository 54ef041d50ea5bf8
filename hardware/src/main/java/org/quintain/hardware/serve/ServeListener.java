// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.serve;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Who is told what a person should know of a server. Called from the starting thread and its
 * reactor.
 */
public interface ServeListener {
  /** Nobody. */
  ServeListener NONE =
      new ServeListener() {
        @Override
        public void onNotice(String sentence) {}

        @Override
        public void onListening(InetSocketAddress portal, List<String> targetNames) {}

        @Override
        public void onFault(String sentence) {}
      };

  /** Something in the configuration or on this machine is other than was asked for. */
  void onNotice(String sentence);

  /** {@code portal} takes connections for the targets named. */
  void onListening(InetSocketAddress portal, List<String> targetNames);

  /** The target of another fabric than iSCSI named can be found on {@code link}. */
  default void onLink(String link, String targetName) {}

  /** We are wrong: the target has stopped for good. */
  void onFault(String sentence);
}
