// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

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
    return ask(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .startsWith("HTTP/1.1 200 ");
  }

  static void get(int port, String path) {
    if (!answers(port, path)) {
      throw new BenchException("GET %s on port %d was not answered with 200".formatted(path, port));
    }
  }

  /// Sends a request and returns the first line that comes back; empty if nobody listens.
  static String ask(int port, String request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      var line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      return "";
    }
  }
}
