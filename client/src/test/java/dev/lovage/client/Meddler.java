// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands between client and server and does what it was told with each request, in order; when it
/// was told no more, it passes on.
final class Meddler implements AutoCloseable {

  /// What is done with one request.
  sealed interface Act {
    /// The server gets it, and its answer is lost.
    record Cut() implements Act {}

    /// The server does not get it.
    record Answer(String text) implements Act {}

    /// Nobody answers, until the caller hangs up.
    record Silence() implements Act {}
  }

  private final ServerSocket socket;
  private final int target;
  private final ConcurrentLinkedQueue<Act> acts = new ConcurrentLinkedQueue<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private Meddler(ServerSocket socket, int target) {
    this.socket = socket;
    this.target = target;
  }

  static Meddler before(int target) throws IOException {
    var meddler = new Meddler(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    Thread.ofVirtual().start(meddler::accept);
    return meddler;
  }

  Meddler then(Act... next) {
    acts.addAll(List.of(next));
    return this;
  }

  static Act answer(int status, String contentType, String body, String... headers) {
    var more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return new Act.Answer(
        "HTTP/1.1 %d X\r\nContent-Type: %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n%s"
            .formatted(status, contentType, body.length(), more, body));
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /// The heads of the requests that came.
  List<String> heads() {
    return heads;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var caller = socket.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      var request = request(caller.getInputStream());
      switch (acts.poll()) {
        case null -> caller.getOutputStream().write(passed(request));
        case Act.Cut _ -> passed(request);
        case Act.Answer(var text) ->
            caller.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        case Act.Silence _ -> caller.getInputStream().read();
      }
    } catch (IOException e) {
      // The caller, or the server, has gone.
    }
  }

  private byte[] request(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var head = "";
    while (!head.endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("ended");
      }
      bytes.write(b);
      head = bytes.toString(StandardCharsets.ISO_8859_1);
    }
    heads.add(head);
    for (var line : head.split("\r\n")) {
      if (line.toLowerCase().startsWith("content-length: ")) {
        bytes.write(in.readNBytes(Integer.parseInt(line.substring(16))));
      }
    }
    return bytes
        .toString(StandardCharsets.ISO_8859_1)
        .replaceFirst("\r\n", "\r\nConnection: close\r\n")
        .replaceFirst("Connection: (?!close).*\r\n", "")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] passed(byte[] request) throws IOException {
    try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      server.getOutputStream().write(request);
      return server.getInputStream().readAllBytes();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
