// SPDX-License-Identifier: Apache-2.0
package dev.lovage.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports of the loopback for servers that are told theirs before they start.
public final class FreePort {

  private FreePort() {}

  /// One that nobody had a moment ago.
  public static int next() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
