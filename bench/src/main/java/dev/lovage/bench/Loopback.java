// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Small talk with servers on this machine.
final class Loopback {

  private static final int TIMEOUT_MILLIS = 2_000;

  private Loopback() {}

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static boolean accepts(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether a GET is answered with 200. On a bare socket: an HTTP client of Java's would take
  /// longer to load than the server to start.
  static boolean answers(int port, String path) {
    return ask(port, "GET " + path + " HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .matches("(?s)HTTP/1\\.[01] 200 .*");
  }

  static void get(int port, String path) {
    if (!answers(port, path)) {
      throw new BenchException("GET %s on port %d was not answered with 200".formatted(path, port));
    }
  }

  /// Sends a request and returns all that comes back before the other end closes; empty if nobody
  /// listens.
  static String ask(int port, String request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
