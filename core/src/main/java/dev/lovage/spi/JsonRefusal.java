// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/// Says why JSON was refused, to a caller who does not know the Java behind it: which place, and
/// what is expected there.
final class JsonRefusal {

  private static final int MAX_STEPS = 10;

  private JsonRefusal() {}

  /// @param field names the whole
  static String of(String field, JacksonException e) {
    var steps = e.getPath();
    var place =
        steps.stream().limit(MAX_STEPS).map(JsonRefusal::step).collect(Collectors.joining());
    return field + place + (steps.size() > MAX_STEPS ? "…" : "") + ": " + reason(e);
  }

  private static String reason(JacksonException e) {
    return switch (e) {
      case UnrecognizedPropertyException unknown -> "is not known here; " + known(unknown);
      case ValueInstantiationException refused
          when refused.getCause() != null && refused.getCause().getMessage() != null ->
          "is not valid: " + refused.getCause().getMessage();
      case InputCoercionException range ->
          "is out of range; expected " + expected(range.getTargetType());
      case MismatchedInputException wrong when wrong.getTargetType() != null -> mismatch(wrong);
      default -> "can't be read: " + e.getOriginalMessage() + at(e.getLocation());
    };
  }

  private static String at(@Nullable TokenStreamLocation location) {
    return location == null
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }

  /// Jackson tells these cases apart by their texts only.
  private static String mismatch(MismatchedInputException e) {
    var message = e.getOriginalMessage();
    var expected = expected(e.getTargetType());
    if (message.startsWith("Missing required")) {
      return "is missing; expected " + expected;
    }
    if (message.startsWith("No content")) {
      return "is empty; expected " + expected;
    }
    return message.startsWith("Trailing token")
        ? "goes on after its end; expected " + expected
        : "does not fit; expected " + expected;
  }

  private static String known(UnrecognizedPropertyException e) {
    var fields = e.getKnownPropertyIds();
    return fields == null || fields.isEmpty()
        ? "expected no fields"
        : "known are "
            + fields.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", "));
    }
    if (type.isRecord()) {
      return "an object with "
          + Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getName)
              .collect(Collectors.joining(", "));
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "an array";
    }
    var scalar = scalar(type);
    return scalar == null ? "an object" : scalar;
  }

  private static @Nullable String scalar(Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
    }
    if (type == double.class
        || type == Double.class
        || type == float.class
        || type == Float.class
        || type == BigDecimal.class) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type) || type == BigInteger.class) {
      return "a whole number";
    }
    if (type == String.class || type == Character.class) {
      return "a text in quotes";
    }
    if (type == Instant.class) {
      return "a time such as \"2026-01-31T12:00:00Z\"";
    }
    if (type == Duration.class) {
      return "a duration such as \"PT30S\"";
    }
    if (type == LocalDate.class) {
      return "a date such as \"2026-01-31\"";
    }
    return type == UUID.class ? "a UUID in quotes" : null;
  }

  private static String step(JacksonException.Reference step) {
    return step.getPropertyName() != null
        ? "." + step.getPropertyName()
        : "[" + step.getIndex() + "]";
  }
}
