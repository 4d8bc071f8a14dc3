// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The names of a family of values: `recommendations/{user}`.
public final class ValueTemplate {

  private static final String KEY = "[A-Za-z0-9_.:@+=,~-]{1,256}";
  private static final int LONGEST_NAME = 512;
  private static final Pattern KEYS = Pattern.compile(KEY);
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]*)\\}");

  private final String text;
  private final List<String> places = new ArrayList<>();
  private final Pattern pattern;

  private ValueTemplate(String text) {
    this.text = text;
    var regex = new StringBuilder();
    var matcher = PLACE.matcher(text);
    int from = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(text.substring(from, matcher.start()))).append("(" + KEY + ")");
      places.add(matcher.group(1));
      from = matcher.end();
    }
    this.pattern = Pattern.compile(regex + Pattern.quote(text.substring(from)));
  }

  /// Whether a name has places for keys.
  public static boolean isTemplate(String name) {
    return name.indexOf('{') >= 0;
  }

  /// Reads a template.
  ///
  /// @throws LovageException `INVALID` if there is no place for a key, or a brace too many
  public static ValueTemplate parse(String text) {
    var template = new ValueTemplate(text);
    if (template.places.size() != template.places.stream().distinct().count()) {
      throw invalid("value: '" + text + "' has two places of one name; give each its own");
    }
    if (template.places.isEmpty()
        || !PLACE.matcher(text).replaceAll("").matches("[A-Za-z0-9_.:/@+=,~-]*")) {
      throw invalid(
          "value: '"
              + text
              + "' needs a place for a key in braces, such as recommendations/{user}");
    }
    return template;
  }

  /// The name with the keys in their places.
  ///
  /// @throws LovageException `INVALID` if a key has other characters than names may have
  public String name(List<String> keys) {
    if (keys.size() != places.size()) {
      throw invalid("key: " + text + " takes " + places.size() + " keys, but got " + keys.size());
    }
    var name = text;
    for (int i = 0; i < keys.size(); i++) {
      name = name.replace("{" + places.get(i) + "}", checked(places.get(i), keys.get(i)));
    }
    if (name.length() > LONGEST_NAME) {
      throw invalid("key: the name would have more than " + LONGEST_NAME + " characters");
    }
    return name;
  }

  /// The keys in a name of this family.
  public Optional<List<String>> keys(String name) {
    var matcher = pattern.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var keys = new ArrayList<String>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      keys.add(matcher.group(i));
    }
    return Optional.of(keys);
  }

  /// The name that belongs to a task's argument: each place is the field of that name, or the whole
  /// argument if it is a text or number and there is one place.
  ///
  /// @throws LovageException `INVALID` if the argument has no such field
  public String name(JsonNode argument) {
    return name(places.stream().map(place -> key(place, argument)).toList());
  }

  private String key(String place, JsonNode argument) {
    var key = argument.isValueNode() && places.size() == 1 ? argument : argument.path(place);
    if (!key.isString() && !key.isNumber()) {
      throw invalid(
          "argument." + place + ": must be a text or a number, since " + text + " is made of it");
    }
    return key.asString();
  }

  private static String checked(String place, String key) {
    if (!KEYS.matcher(key).matches()) {
      throw invalid(
          place
              + ": takes 1 to 256 letters, digits, or any of _ . : @ + = , ~ -, but is '"
              + key
              + "'");
    }
    return key;
  }

  @Override
  public String toString() {
    return text;
  }

  private static LovageException invalid(String message) {
    return new LovageException(ErrorCode.INVALID, message);
  }
}
