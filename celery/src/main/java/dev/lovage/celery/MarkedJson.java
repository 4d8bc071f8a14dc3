// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Writes Java values for a peer that is known to be Celery 5.3 or later: times, decimals, UUIDs
/// and bytes are marked with their type and arrive there as such. For an older peer write plain
/// JSON.
public final class MarkedJson {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

  private static final JsonMapper MAPPER = JsonMapper.builder().addModule(module()).build();

  private MarkedJson() {}

  /// The value with marks, all the way down.
  public static JsonNode of(@Nullable Object value) {
    return MAPPER.valueToTree(value);
  }

  private static SimpleModule module() {
    return new SimpleModule()
        .addSerializer(Instant.class, marked("datetime", WireTime::write))
        .addSerializer(OffsetDateTime.class, marked("datetime", t -> WireTime.write(t.toInstant())))
        .addSerializer(LocalDateTime.class, marked("datetime", LOCAL::format))
        .addSerializer(LocalDate.class, marked("date", LocalDate::toString))
        .addSerializer(LocalTime.class, marked("time", TIME::format))
        .addSerializer(BigDecimal.class, marked("decimal", BigDecimal::toString))
        .addSerializer(byte[].class, marked("base64", Base64.getEncoder()::encodeToString))
        .addSerializer(UUID.class, new Marked<>("uuid", MarkedJson::hex));
  }

  private static JsonNode hex(UUID id) {
    return KombuJson.object().put("hex", id.toString().replace("-", ""));
  }

  private static <T> Marked<T> marked(String type, Function<T, String> text) {
    return new Marked<>(type, value -> KombuJson.text(text.apply(value)));
  }

  private static final class Marked<T> extends ValueSerializer<T> {

    private final String type;
    private final Function<T, JsonNode> form;

    Marked(String type, Function<T, JsonNode> form) {
      this.type = type;
      this.form = form;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      out.writeTree(KombuValues.typed(type, form.apply(value)));
    }
  }
}
