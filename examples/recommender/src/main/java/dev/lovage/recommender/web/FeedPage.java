// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.web;

import dev.lovage.http.WebResponse;
import dev.lovage.recommender.data.Movie;
import java.util.stream.Collectors;

/// A user's feed as a page. It works without JavaScript: a like is a form.
public final class FeedPage {

  private static final int SHOWN_LIKES = 24;

  private FeedPage() {}

  public static WebResponse of(Feed feed) {
    var cards =
        feed.movies().stream().map(movie -> card(feed.user(), movie)).collect(Collectors.joining());
    return Layout.page(
        feed.user() + "'s feed",
        feed.user(),
        """
        <section class="intro">
          <h1>%s</h1>
          <p>%s</p>
          %s
        </section>
        %s
        <section class="cards" aria-label="Movies for you">
        %s</section>
        """
            .formatted(heading(feed), from(feed), progress(feed), liked(feed), cards));
  }

  private static String heading(Feed feed) {
    return feed.liked().isEmpty() ? "What everybody likes" : "For you, " + Html.text(feed.user());
  }

  private static String from(Feed feed) {
    if (feed.liked().isEmpty()) {
      return "The most popular movies. Like some, and this page becomes yours.";
    }
    if (feed.version() == 0) {
      return "The most popular movies, until the first model is trained.";
    }
    int fresh = Math.max(0, feed.liked().size() - feed.learned());
    return "Chosen by <a href=\"/model?user=%s\">model version %d</a>, which has learned %s; %s."
        .formatted(
            Links.encoded(feed.user()),
            feed.version(),
            feed.learned() == 0 ? "none of your likes yet" : count(feed.learned()) + " of yours",
            fresh == 0
                ? "nothing is newer"
                : count(fresh) + " newer " + verb(fresh) + " counted in");
  }

  private static String count(int likes) {
    return likes + (likes == 1 ? " like" : " likes");
  }

  private static String verb(int likes) {
    return likes == 1 ? "is" : "are";
  }

  private static String progress(Feed feed) {
    long waiting = Math.min(feed.waiting(), feed.every());
    return """
    <div class="next"><progress max="%d" value="%d"></progress>
    <span>%d of %d likes until the next training</span></div>
    """
        .formatted(feed.every(), waiting, waiting, feed.every());
  }

  private static String liked(Feed feed) {
    if (feed.liked().isEmpty()) {
      return "";
    }
    var titles =
        feed.liked().stream()
            .limit(SHOWN_LIKES)
            .map(movie ->
                "<li style=\"--hue:%d\">%s</li>"
                    .formatted(Genres.hue(movie), Html.text(Titles.shown(movie.title()))))
            .collect(Collectors.joining());
    int more = feed.liked().size() - SHOWN_LIKES;
    return "<section class=\"liked\"><h2>You liked</h2><ul>%s%s</ul></section>"
        .formatted(titles, more > 0 ? "<li class=\"more\">and " + more + " more</li>" : "");
  }

  private static String card(String user, Movie movie) {
    var genres =
        movie.genres().stream()
            .limit(3)
            .map(genre -> "<li>" + Html.text(genre) + "</li>")
            .collect(Collectors.joining());
    var title = Titles.shown(movie.title());
    return """
    <article style="--hue:%d;--tilt:%ddeg">
      <div class="poster" aria-hidden="true">%s</div>
      <h3>%s</h3>
      <p class="year">%s</p>
      <ul class="genres">%s</ul>
      <form action="/like" method="post">
        <input type="hidden" name="user" value="%s">
        <input type="hidden" name="movie" value="%d">
        <button aria-label="Like %s">Like</button>
      </form>
    </article>
    """
        .formatted(
            Genres.hue(movie),
            movie.id() % 180,
            Html.text(initials(title)),
            Html.text(title),
            movie.year() == 0 ? "" : Integer.toString(movie.year()),
            genres,
            Html.text(user),
            movie.id(),
            Html.text(title));
  }

  private static String initials(String title) {
    var words =
        title.replaceFirst("^(The|A|An) ", "").replaceAll("[^\\p{L}\\p{N} ]", "").split(" ", -1);
    var initials = new StringBuilder();
    for (var word : words) {
      if (!word.isEmpty() && initials.length() < 2) {
        initials.appendCodePoint(Character.toUpperCase(word.codePointAt(0)));
      }
    }
    return initials.toString();
  }
}
