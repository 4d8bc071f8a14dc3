// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.web;

import java.util.List;
import java.util.Locale;

/// A line chart as inline SVG, of a few series over the same versions.
final class Chart {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 260;
  private static final int LEFT = 52;
  private static final int RIGHT = 110;
  private static final int TOP = 16;
  private static final int BOTTOM = 34;
  private static final int LINES = 4;

  /// @param style the class of the line
  record Series(String name, String style, List<Double> values) {}

  private final List<String> labels;
  private final List<Series> series;
  private final double top;

  /// @param labels below the points, from left to right
  Chart(List<String> labels, List<Series> series) {
    this.labels = labels;
    this.series = series;
    double most =
        series.stream().flatMap(s -> s.values().stream()).mapToDouble(v -> v).max().orElse(0);
    this.top = most <= 0 ? 1 : most * 1.15;
  }

  String svg(String title) {
    var svg = new StringBuilder();
    svg.append(
        "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, HEIGHT, Html.text(title)));
    for (int i = 0; i <= LINES; i++) {
      double value = top * i / LINES;
      svg.append(
          text(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  + "<text class=\"axis\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3f</text>\n",
              LEFT, WIDTH - RIGHT, y(value), y(value), LEFT - 8, y(value) + 4, value));
    }
    for (int i = 0; i < labels.size(); i++) {
      svg.append(
          text(
              "<text class=\"axis\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
              x(i), HEIGHT - 10, Html.text(labels.get(i))));
    }
    series.forEach(one -> draw(one, svg));
    return svg.append("</svg>\n").toString();
  }

  private void draw(Series one, StringBuilder svg) {
    var points = new StringBuilder();
    for (int i = 0; i < one.values().size(); i++) {
      points.append(text("%.1f,%.1f ", x(i), y(one.values().get(i))));
    }
    svg.append("<g class=\"" + one.style() + "\"><polyline points=\"" + points + "\"/>");
    for (int i = 0; i < one.values().size(); i++) {
      svg.append(text("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>", x(i), y(one.values().get(i))));
    }
    int last = one.values().size() - 1;
    svg.append(
        text(
            "<text x=\"%d\" y=\"%.1f\">%s</text></g>\n",
            WIDTH - RIGHT + 12, y(one.values().get(last)) + 4, Html.text(one.name())));
  }

  private double x(int i) {
    int steps = Math.max(1, labels.size() - 1);
    double width = WIDTH - LEFT - RIGHT - 24;
    return labels.size() == 1 ? LEFT + width / 2 : LEFT + 12 + width * i / steps;
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
  }

  @SuppressWarnings("AnnotateFormatMethod") // It would take a library for one line.
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
