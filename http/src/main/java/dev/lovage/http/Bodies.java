// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.http.Problem.Kind;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads request bodies up to the limit.
record Bodies(Watchdog watchdog) {

  /// The most that a body may have, in bytes: 1 MiB.
  static final int LIMIT = 1 << 20;

  /// The most that is taken of one that comes line by line: 64 MiB.
  static final long LINES_LIMIT = 64L << 20;

  /// What is read at most of one body: 128 MiB. The part above its own limit is thrown away after
  /// the answer, since a client that still sends would not see the answer if the connection were
  /// closed at once.
  static final long HARD_LIMIT = 2 * LINES_LIMIT;

  byte[] read(ServerRequest request) {
    long declared = declared(request);
    if (declared > LIMIT) {
      throw tooLarge();
    }
    var content = request.content();
    if (!content.hasEntity()) {
      return new byte[0];
    }
    try (var watch = watchdog.watch()) {
      InputStream in = content.inputStream();
      var bytes = in.readNBytes(declared >= 0 ? (int) declared : LIMIT + 1);
      // Up to its end, so that Helidon sees that nothing is left to be drained.
      if (bytes.length > LIMIT || in.read() >= 0) {
        throw tooLarge();
      }
      return bytes;
    } catch (RequestException e) {
      throw e.status().code() == Kind.TOO_LARGE.status() ? tooLarge() : e;
    } catch (IOException | UncheckedIOException | DataReader.InsufficientDataAvailableException e) {
      // The caller went away or was too slow: there is nobody to answer.
      throw new CloseConnectionException("the body ended early", e);
    }
  }

  /// The body as it comes, each piece within the time that a whole body of another kind may take.
  InputStream stream(ServerRequest request) {
    var in = request.content().inputStream();
    return new FilterInputStream(in) {
      private long left = LINES_LIMIT;

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        try (var watch = watchdog.watch()) {
          int read = in.read(buffer, from, length);
          left -= read;
          if (left < 0) {
            throw tooMuch();
          }
          return read;
        } catch (DataReader.InsufficientDataAvailableException | UncheckedIOException e) {
          throw new CloseConnectionException("the body ended early", e);
        }
      }
    };
  }

  /// Throws the unread rest away, as far as the hard limit lets it.
  void drain(ServerRequest request) {
    var content = request.content();
    if (content.hasEntity() && !content.consumed()) {
      try (var watch = watchdog.watch()) {
        content.consume();
      } catch (RuntimeException e) {
        throw new CloseConnectionException("the rest of the body was not read", e);
      }
    }
  }

  /// Reads UTF-8 strictly.
  static String text(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    // The lenient reading puts this sign where bytes are wrong; the sender may also have meant it.
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw Problem.of(Kind.INVALID, "body: is not UTF-8")
            .field("body")
            .remedy("Encode the text as UTF-8.")
            .exception();
      }
    }
    return text;
  }

  private static long declared(ServerRequest request) {
    var headers = request.headers();
    return headers.contains(HeaderNames.CONTENT_LENGTH) ? headers.contentLength().orElse(-1) : -1;
  }

  /// More than is read of any body.
  static ProblemException tooMuch() {
    return Problem.of(
            Kind.TOO_LARGE,
            "body: is larger than 64 MiB, the most that is taken in lines; in one piece 1 MiB is")
        .field("body")
        .remedy("Send the rest in another request.")
        .exception();
  }

  static ProblemException tooLarge() {
    return Problem.of(Kind.TOO_LARGE, "body: is larger than 1 MiB (1,048,576 bytes)")
        .field("body")
        .remedy("Store the data elsewhere and submit its name.")
        .exception();
  }
}
