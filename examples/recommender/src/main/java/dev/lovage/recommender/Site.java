// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.Model;
import dev.lovage.Models;
import dev.lovage.http.WebRequest;
import dev.lovage.http.WebResponse;
import dev.lovage.recommender.data.Dataset;
import dev.lovage.recommender.data.Movie;
import dev.lovage.recommender.data.MovieLens;
import dev.lovage.recommender.learn.Learned;
import dev.lovage.recommender.web.Feed;
import dev.lovage.recommender.web.FeedPage;
import dev.lovage.recommender.web.Form;
import dev.lovage.recommender.web.Links;
import dev.lovage.recommender.web.ModelPage;
import java.util.Arrays;
import java.util.List;

/// What the pages ask for. Each request is answered from what is in memory and the user's likes;
/// what was chosen for a user is kept until the model is another one, or the likes are.
final class Site {

  private static final int SHOWN = 24;
  private static final int LONGEST_NAME = 64;
  private static final int MOST_KEPT = 10_000;

  private final Dataset dataset;
  private final Likes likes;
  private final Model<Learned> model;
  private final Models models;
  private final int every;
  private final Cache<Visitor, int[]> chosen = Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

  /// Likes come one by one and never go, so their number and the last one say which they are.
  private record Visitor(String user, long version, int likes, int last) {}

  Site(Dataset dataset, Likes likes, Model<Learned> model, Models models, int every) {
    this.dataset = dataset;
    this.likes = likes;
    this.model = model;
    this.models = models;
    this.every = every;
  }

  WebResponse page(WebRequest request) {
    return FeedPage.of(feed(request));
  }

  Feed feed(WebRequest request) {
    var user = user(request.query("user").orElse(""));
    var snapshot = model.snapshot();
    int[] liked = likes.of(user);
    return new Feed(
        user,
        snapshot.version(),
        snapshot.model().knows(user),
        movies(chosen(user, snapshot, liked)),
        movies(liked).reversed(),
        likes.count() % every,
        every);
  }

  private int[] chosen(String user, Model.Snapshot<Learned> snapshot, int[] liked) {
    int last = liked.length == 0 ? -1 : liked[liked.length - 1];
    return chosen.get(
        new Visitor(user, snapshot.version(), liked.length, last),
        visitor -> snapshot.model().best(liked, SHOWN));
  }

  private List<Movie> movies(int[] places) {
    return Arrays.stream(places).mapToObj(dataset.movies()::get).toList();
  }

  WebResponse like(WebRequest request) {
    var form = Form.parse(request.body());
    var user = user(form.get("user"));
    likes.add(user, movie(form.get("movie")));
    return WebResponse.seeOther(Links.feed(user));
  }

  private int movie(String text) {
    try {
      int id = Integer.parseInt(text);
      if (likes.isMovie(id)) {
        return id;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw new LovageException(ErrorCode.INVALID, "movie: there is none of the id '" + text + "'");
  }

  private static String user(String text) {
    var user = text.strip();
    if (user.isEmpty() || user.length() > LONGEST_NAME) {
      throw new LovageException(
          ErrorCode.INVALID,
          "user: takes 1 to " + LONGEST_NAME + " characters; for example /feed?user=ada");
    }
    return user;
  }

  WebResponse model(WebRequest request) {
    return ModelPage.of(
        request.query("user").orElse(""),
        models.history(model.name()),
        model.snapshot().version(),
        dataset.source(),
        MovieLens.CITATION);
  }
}
