// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// The one mapping between Java values and JSON text. It is strict: a wrong type, an unknown or
/// doubled field or a missing number is refused with the field's name, never guessed.
public final class JsonCodec {

  /// Arguments may be this long, in characters of JSON.
  public static final int MAX_ARGUMENT = 1 << 20;

  /// Results and served values may be this long, in characters of JSON.
  public static final int MAX_RESULT = 16 << 20;

  static final JsonMapper MAPPER = mapper();

  private static final ObjectWriter SORTED =
      MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  private JsonCodec() {}

  private static JsonMapper mapper() {
    var factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(200)
                    .maxStringLength(MAX_RESULT)
                    .build())
            .build();
    return JsonMapper.builder(factory)
        .annotationIntrospector(new PrimitivesRequired())
        .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        // "1" is not 1, and "" is not null.
        .withCoercionConfig(
            LogicalType.Textual,
            c -> {
              c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
              c.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
              c.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
        .build();
  }

  /// A number that is left out of a record is refused, not taken for 0; what can be null may be
  /// left out.
  private static final class PrimitivesRequired extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
      var marked = super.hasRequiredMarker(config, member);
      return (marked == null && member.getRawType().isPrimitive()) ? Boolean.TRUE : marked;
    }
  }

  /// Writes a value.
  ///
  /// @param field names the value in the error
  /// @throws LovageException `INVALID` if the value has no JSON form
  public static String encode(String field, @Nullable Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new LovageException(
          ErrorCode.INVALID, field + ": can't be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// Reads a value.
  ///
  /// @param field names the value in the error
  /// @throws LovageException `INVALID`; the message names the place in the JSON and what is
  ///   expected there
  public static <T> @Nullable T decode(String field, String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw new LovageException(ErrorCode.INVALID, JsonRefusal.of(field, e), e);
    }
  }

  /// The same JSON in the one form that all equal values share: no blanks, the fields of objects in
  /// order.
  ///
  /// @throws LovageException `INVALID` if the text is not JSON
  public static String canonical(String field, String json) {
    return SORTED.writeValueAsString(tree(field, json));
  }

  /// The elements of a JSON array, each as the text that it is.
  ///
  /// @throws LovageException `INVALID` if the text is not a JSON array
  public static List<String> elements(String field, String json) {
    var elements = new ArrayList<String>();
    try (var parser = MAPPER.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new LovageException(ErrorCode.INVALID, field + ": must be a JSON array");
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        long from = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        elements.add(json.substring((int) from, end(parser)).strip());
      }
      if (parser.nextToken() != null) {
        throw new LovageException(ErrorCode.INVALID, field + ": goes on after its end");
      }
      return elements;
    } catch (JacksonException e) {
      throw new LovageException(ErrorCode.INVALID, JsonRefusal.of(field, e), e);
    }
  }

  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getCharOffset();
  }

  /// Reads any JSON.
  ///
  /// @throws LovageException `INVALID` if the text is not JSON
  public static JsonNode tree(String field, String json) {
    try {
      var node = MAPPER.readTree(json);
      if (node.isMissingNode()) {
        throw new LovageException(ErrorCode.INVALID, field + ": is empty; expected JSON");
      }
      return node;
    } catch (JacksonException e) {
      throw new LovageException(ErrorCode.INVALID, JsonRefusal.of(field, e), e);
    }
  }
}
