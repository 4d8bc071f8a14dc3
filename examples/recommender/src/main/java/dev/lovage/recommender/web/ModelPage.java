// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.web;

import dev.lovage.ModelHistory;
import dev.lovage.ModelVersion;
import dev.lovage.http.WebResponse;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The model's last versions with their figures, drawn and in a table.
public final class ModelPage {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM HH:mm:ss");

  private ModelPage() {}

  /// The page.
  ///
  /// @param served the version in memory
  /// @param source where the movies are from
  public static WebResponse of(
      String user, ModelHistory history, long served, String source, String citation) {
    var body =
        history.versions().isEmpty()
            ? "<p>Nothing was trained yet: the feed is what is popular.</p>"
            : chart(history.versions().reversed()) + table(history.versions(), served);
    return Layout.page(
        "The model",
        user,
        """
        <section class="intro">
          <h1>The model</h1>
          <p>Each version is tested before it is served: every user's last like is left out, all
          other movies are ranked, and it counts at which place the one left out stands.</p>
        </section>
        %s
        <footer><p>Movies and likes: %s.%s</p></footer>
        """
            .formatted(
                body,
                Html.text(source),
                source.startsWith("MovieLens") ? " " + Html.text(citation) : ""));
  }

  private static String chart(List<ModelVersion> oldestFirst) {
    var labels = oldestFirst.stream().map(version -> "v" + version.version()).toList();
    var chart =
        new Chart(
            labels,
            List.of(
                series("ALS", "als", oldestFirst),
                series("item-kNN", "knn", oldestFirst),
                series("popularity", "popularity", oldestFirst)));
    return "<section class=\"panel\"><h2>NDCG@10</h2>"
        + chart.svg("NDCG@10 by version")
        + "</section>";
  }

  private static Chart.Series series(String name, String method, List<ModelVersion> versions) {
    return new Chart.Series(
        name,
        method,
        versions.stream().map(version -> metric(version, method + "_ndcg10")).toList());
  }

  private static double metric(ModelVersion version, String name) {
    return version.manifest().metrics().getOrDefault(name, 0.0);
  }

  private static String table(List<ModelVersion> versions, long served) {
    return """
    <section class="panel"><h2>Versions</h2>
    <div class="wide"><table>
    <thead><tr><th>Version</th><th>Trained (UTC)</th><th>Likes</th><th>HR@10</th>
    <th>NDCG@10</th><th>Recall@20</th><th>× popularity</th><th>Took</th><th>Size</th></tr></thead>
    <tbody>%s</tbody></table></div></section>
    """
        .formatted(
            versions.stream().map(version -> row(version, served)).collect(Collectors.joining()));
  }

  private static String row(ModelVersion version, long served) {
    double popular = metric(version, "popularity_ndcg10");
    return String.format(
        Locale.ROOT,
        "<tr%s><td>v%d%s</td><td>%s</td><td>%,.0f</td><td>%.4f</td><td>%.4f</td><td>%.4f</td>"
            + "<td>%.2f</td><td>%.1f s</td><td>%,d KiB</td></tr>\n",
        version.version() == served ? " class=\"served\"" : "",
        version.version(),
        version.version() == served ? " <b>served</b>" : "",
        TIME.withLocale(Locale.ENGLISH).format(version.publishedAt().atOffset(ZoneOffset.UTC)),
        metric(version, "likes"),
        metric(version, "als_hr10"),
        metric(version, "als_ndcg10"),
        metric(version, "als_recall20"),
        popular == 0 ? 0 : metric(version, "als_ndcg10") / popular,
        metric(version, "seconds"),
        version.manifest().size() / 1024);
  }
}
