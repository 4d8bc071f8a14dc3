// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.http.Problem.Kind;
import dev.lovage.spi.JsonCodec;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An answer, ready to be sent.
final class Reply {

  private final Status status;
  private final byte[] body;
  private final @Nullable Stream stream;
  private final Header[] headers;

  private Reply(Status status, byte[] body, Header... headers) {
    this(status, body, null, headers);
  }

  private Reply(Status status, byte[] body, @Nullable Stream stream, Header... headers) {
    this.status = status;
    this.body = body;
    this.stream = stream;
    this.headers = headers;
  }

  /// A body that comes bit by bit.
  interface Stream {
    void write(OutputStream out) throws IOException;
  }

  static Reply stream(Stream stream, Header... headers) {
    return new Reply(Status.OK_200, new byte[0], stream, headers);
  }

  static Reply of(Status status, byte[] body, Header... headers) {
    return new Reply(status, body, headers);
  }

  /// Without a body.
  static Reply of(Status status, Header... headers) {
    return new Reply(status, new byte[0], headers);
  }

  /// What the API says of tasks, queues and workers.
  static Reply json(Status status, Object view) {
    return json(status, JsonCodec.encode("answer", view));
  }

  /// JSON text, as it is.
  static Reply json(Status status, String json) {
    return new Reply(status, utf8(json), Fields.JSON, Fields.NO_STORE);
  }

  static Reply problem(Problem problem) {
    var reply =
        new Reply(
            status(problem.kind()),
            utf8(JsonCodec.encode("answer", problem.json())),
            Fields.PROBLEM,
            Fields.NO_STORE);
    if (problem.more().get("retryAfter") instanceof Long seconds) {
      return reply.with(HeaderValues.create(HeaderNames.RETRY_AFTER, seconds));
    }
    return switch (problem.kind()) {
      case FULL, UNAVAILABLE, NOT_READY -> reply.with(Fields.RETRY_AFTER);
      case UNAUTHORIZED ->
          reply.with(HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"lovage\""));
      case MALFORMED,
          INVALID,
          UNKNOWN_PARAMETER,
          NOT_FOUND,
          UNKNOWN_TYPE,
          UNKNOWN_TASK,
          UNKNOWN_STREAM,
          UNKNOWN_VALUE,
          UNKNOWN_SCHEDULE,
          UNKNOWN_TRIGGER,
          METHOD_NOT_ALLOWED,
          TASK_FAILED,
          TASK_CANCELLED,
          TASK_FINAL,
          TASK_ACTIVE,
          PAUSED,
          FORGOTTEN,
          TOO_LARGE,
          URI_TOO_LONG,
          MEDIA_TYPE,
          MISDIRECTED,
          KEY_REUSED,
          INTERNAL,
          HTTP_VERSION ->
          reply;
    };
  }

  /// The status with the reason phrase of its number, not of our title.
  static Status status(Kind kind) {
    return Status.create(kind.status());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Reply with(Header header) {
    var longer = Arrays.copyOf(headers, headers.length + 1);
    longer[headers.length] = header;
    return new Reply(status, body, stream, longer);
  }

  byte[] body() {
    return body;
  }

  /// Sends the answer; without its body if it is one to `HEAD`.
  void send(Method method, ServerResponse response) {
    if (status.code() != 200) {
      response.status(status);
    }
    for (var header : headers) {
      response.header(header);
    }
    response.header(Fields.NO_SNIFF);
    if (method.equals(Method.HEAD) && body.length > 0) {
      response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
      response.send();
    } else if (stream != null && !method.equals(Method.HEAD)) {
      try {
        stream.write(response.outputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } else {
      response.send(body);
    }
  }
}
