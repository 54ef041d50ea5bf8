// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.quintain.hardware.config.ConfigurationException;

/** Asks a running server by its {@link AdminSocket}. */
public final class AdminClient {
  private static final String DONE = "ok\n";

  private AdminClient() {}

  /**
   * What the server at {@code path} answers to the request {@code words}.
   *
   * @throws ConfigurationException with one sentence: what the server says against it, or that it
   *     does not answer
   */
  public static String ask(Path path, List<String> words) throws ConfigurationException {
    StringBuilder request = new StringBuilder();
    for (String word : words) {
      if (word.indexOf('\n') >= 0 || word.indexOf('\0') >= 0) {
        throw new ConfigurationException("No word of a request has an end of line in it.");
      }
      request.append(word).append('\0');
    }
    String answer;
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      ByteBuffer bytes =
          ByteBuffer.wrap(request.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException | IllegalArgumentException silent) {
      throw new ConfigurationException(
          "No server answers at " + path + ": " + silent.getMessage() + ".");
    }
    if (answer.startsWith(DONE)) {
      return answer.substring(DONE.length());
    }
    throw new ConfigurationException(
        answer.length() > DONE.length()
            ? answer.substring(DONE.length())
            : "The server at " + path + " broke off.");
  }
}
