// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads R's serialization in its XDR form ("R Internals", section 1.8), versions 2 and 3.
final class RReader {

  private static final int HAS_ATTRIBUTES = 0x200;
  private static final int HAS_TAG = 0x400;

  private final ByteBuffer in;
  private final List<RValue> references = new ArrayList<>();

  private RReader(ByteBuffer in) {
    this.in = in;
  }

  /// Reads one serialized value.
  static RValue read(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    if (in.get() != 'X' || in.get() != '\n') {
      throw new IllegalArgumentException("this is no serialized R value in XDR form");
    }
    int version = in.getInt();
    in.position(in.position() + 2 * Integer.BYTES); // Which R wrote it, and which may read it.
    if (version == 3) {
      int encoding = in.getInt();
      in.position(in.position() + encoding);
    }
    return new RReader(in).item();
  }

  private RValue item() {
    return item(in.getInt());
  }

  private RValue item(int flags) {
    return switch (flags & 0xff) {
      case 255 -> reference(flags);
      case 254, 253, 252, 251, 242, 241, 0 -> new RValue.Nothing();
      case 1 -> symbol();
      case 2, 6 -> new RValue.Items(List.of(), pairs(flags));
      case 9 -> text();
      case 10, 13 -> integers(flags);
      case 14 -> doubles(flags);
      case 16, 19, 20 -> items(flags);
      case 238 -> compact();
      default ->
          throw new IllegalArgumentException(
              "R's type " + (flags & 0xff) + " at byte " + in.position() + " is not known here");
    };
  }

  private RValue reference(int flags) {
    int number = flags >>> 8;
    return references.get((number == 0 ? in.getInt() : number) - 1);
  }

  private RValue symbol() {
    var symbol = new RValue.Symbol(item() instanceof RValue.Text(var name) ? name + "" : "");
    references.add(symbol);
    return symbol;
  }

  private RValue text() {
    int length = in.getInt();
    if (length < 0) {
      return new RValue.Text(null);
    }
    var bytes = new byte[length];
    in.get(bytes);
    return new RValue.Text(new String(bytes, StandardCharsets.UTF_8));
  }

  private RValue integers(int flags) {
    var values = new int[length()];
    in.asIntBuffer().get(values);
    in.position(in.position() + values.length * Integer.BYTES);
    return new RValue.Integers(values, attributes(flags));
  }

  private RValue doubles(int flags) {
    var values = new double[length()];
    in.asDoubleBuffer().get(values);
    in.position(in.position() + values.length * Double.BYTES);
    return new RValue.Doubles(values, attributes(flags));
  }

  private RValue items(int flags) {
    int length = length();
    var values = new ArrayList<RValue>(length);
    for (int i = 0; i < length; i++) {
      values.add(item());
    }
    return new RValue.Items(values, attributes(flags));
  }

  /// A vector that R keeps in a short form: of these only the sequence from one number to another.
  private RValue compact() {
    item();
    var state = item();
    item();
    if (state instanceof RValue.Doubles(var ends, var _) && ends.length == 3) {
      var values = new int[(int) ends[0]];
      for (int i = 0; i < values.length; i++) {
        values[i] = (int) (ends[1] + i * ends[2]);
      }
      return new RValue.Integers(values, Map.of());
    }
    return state;
  }

  private Map<String, RValue> attributes(int flags) {
    return (flags & HAS_ATTRIBUTES) != 0 ? pairs(in.getInt()) : Map.of();
  }

  /// A list of pairs, each with the next one behind it.
  private Map<String, RValue> pairs(int first) {
    var pairs = new LinkedHashMap<String, RValue>();
    int flags = first;
    for (int n = 1; isPair(flags); n++) {
      if ((flags & HAS_ATTRIBUTES) != 0) {
        item();
      }
      var tag = (flags & HAS_TAG) != 0 ? item() : new RValue.Nothing();
      pairs.put(tag instanceof RValue.Symbol(var name) ? name : Integer.toString(n), item());
      flags = in.getInt();
    }
    if ((flags & 0xff) != 254) {
      item(flags);
    }
    return pairs;
  }

  private static boolean isPair(int flags) {
    return (flags & 0xff) == 2 || (flags & 0xff) == 6;
  }

  private int length() {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("an R vector of " + length + " elements is not here");
    }
    return length;
  }
}
