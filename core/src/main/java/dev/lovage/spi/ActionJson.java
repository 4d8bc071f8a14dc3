// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/// Reads actions from their JSON, `{"id":…,"user":…,"kind":…,"time":…,"body":…}`, in one pass: the
/// body is checked against its type and kept as the text that it is. Safe for use from any thread.
public final class ActionJson {

  private final ObjectReader body;
  private final Supplier<UUID> ids;
  private final Supplier<Instant> clock;

  /// @param body what bodies are read as
  /// @param ids for actions that come without one
  /// @param clock for actions that come without a time
  public ActionJson(Class<?> body, Supplier<UUID> ids, Supplier<Instant> clock) {
    // The action goes on behind its body.
    this.body =
        JsonCodec.MAPPER.readerFor(body).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    this.ids = ids;
    this.clock = clock;
  }

  private static final class Draft {
    private @Nullable UUID id;
    private @Nullable String user;
    private @Nullable String kind;
    private @Nullable Instant time;
    private @Nullable String body;
  }

  /// Reads one action, in UTF-8.
  ///
  /// @throws LovageException `INVALID`; the message names the field
  public LoggedAction read(byte[] json, int from, int length) {
    var draft = new Draft();
    try (var parser = JsonCodec.MAPPER.createParser(json, from, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("action", "must be a JSON object with user, kind and body");
      }
      for (var name = parser.nextName(); name != null; name = parser.nextName()) {
        field(parser, name, draft, json, from);
      }
      if (parser.nextToken() != null) {
        throw invalid("action", "goes on after its end");
      }
    } catch (JacksonException e) {
      throw new LovageException(ErrorCode.INVALID, JsonRefusal.of("action", e), e);
    }
    return new LoggedAction(
        draft.id == null ? ids.get() : draft.id,
        required("user", draft.user),
        required("kind", draft.kind),
        draft.time == null ? clock.get() : draft.time,
        required("body", draft.body));
  }

  private void field(JsonParser parser, String name, Draft draft, byte[] json, int from) {
    var token = parser.nextToken();
    switch (name) {
      case "id" -> draft.id = id(text(parser, token, name));
      case "user" -> draft.user = text(parser, token, name);
      case "kind" -> draft.kind = text(parser, token, name);
      case "time" -> draft.time = time(text(parser, token, name));
      case "body" -> draft.body = body(parser, json, from);
      default ->
          throw invalid(
              name.length() > 40 ? "action" : name,
              "is no field of an action; it has id, user, kind, time and body");
    }
  }

  private String body(JsonParser parser, byte[] json, int from) {
    int start = from + (int) parser.currentTokenLocation().getByteOffset();
    try {
      var _ = body.readValue(parser);
    } catch (JacksonException e) {
      throw new LovageException(ErrorCode.INVALID, JsonRefusal.of("body", e), e);
    }
    parser.finishToken();
    int end = from + (int) parser.currentLocation().getByteOffset();
    return new String(json, start, end - start, StandardCharsets.UTF_8).strip();
  }

  private static String text(JsonParser parser, JsonToken token, String field) {
    if (token != JsonToken.VALUE_STRING) {
      throw invalid(field, "must be a text");
    }
    return parser.getString();
  }

  private static UUID id(String text) {
    try {
      if (text.length() == 36) {
        return UUID.fromString(text);
      }
    } catch (IllegalArgumentException e) {
      // Reported below in our own words.
    }
    throw invalid("id", "must be a UUID of 36 characters");
  }

  private static Instant time(String text) {
    try {
      return InstantText.parse(text);
    } catch (DateTimeException e) {
      throw invalid("time", "must be an instant such as 2026-12-24T18:00:00Z");
    }
  }

  private static String required(String field, @Nullable String value) {
    if (value == null) {
      throw invalid(field, "is missing");
    }
    return value;
  }

  private static LovageException invalid(String field, String what) {
    return new LovageException(ErrorCode.INVALID, field + ": " + what);
  }
}
