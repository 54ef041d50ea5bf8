// SPDX-License-Identifier: Apache-2.0
package org.quintain.hardware.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.quintain.hardware.config.ConfigurationException;
import org.quintain.hardware.serve.IscsiServer;

/**
 * Metrics for Prometheus at {@code /metrics}, on the loopback alone: they tell who uses what, and
 * nobody is asked for a password.
 */
public final class MetricsServer implements AutoCloseable {
  private static final int BACKLOG = 16;

  private final HttpServer http;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "quintain-metrics");
            made.setDaemon(true);
            return made;
          });
  private final IscsiServer server;

  private MetricsServer(HttpServer http, IscsiServer server) {
    this.http = http;
    this.server = server;
  }

  /**
   * Answers at {@code at}; port 0 takes any that is free.
   *
   * @throws ConfigurationException with one sentence when that cannot be
   */
  public static MetricsServer open(IscsiServer server, InetSocketAddress at)
      throws ConfigurationException {
    if (at.isUnresolved() || !at.getAddress().isLoopbackAddress()) {
      throw new ConfigurationException(
          "Metrics are given on a loopback address alone, such as 127.0.0.1:9464, not on "
              + at.getHostString()
              + ".");
    }
    try {
      MetricsServer metrics = new MetricsServer(HttpServer.create(at, BACKLOG), server);
      metrics.http.setExecutor(metrics.thread);
      metrics.http.createContext("/", metrics::answer);
      metrics.http.start();
      return metrics;
    } catch (IOException refused) {
      throw new ConfigurationException(
          "Metrics cannot be given on " + IscsiServer.text(at) + ": " + refused.getMessage() + ".");
    }
  }

  /** Where it answers. */
  public InetSocketAddress address() {
    return http.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        send(exchange, 404, "text/plain", "Metrics are at /metrics.\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        send(exchange, 405, "text/plain", "Metrics are read.\n");
      } else {
        try {
          send(exchange, 200, "text/plain; version=0.0.4", MetricsText.of(server.status()));
        } catch (ConfigurationException silent) {
          send(exchange, 503, "text/plain", silent.getMessage() + "\n");
        }
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    http.stop(0);
    thread.shutdown();
  }
}
