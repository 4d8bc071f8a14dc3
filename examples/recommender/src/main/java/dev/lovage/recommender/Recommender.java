// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender;

import dev.lovage.Manifest;
import dev.lovage.app.App;
import dev.lovage.http.WebResponse;
import dev.lovage.recommender.data.Dataset;
import dev.lovage.recommender.data.Datasets;
import dev.lovage.recommender.data.Generated;
import dev.lovage.recommender.learn.Hyper;
import dev.lovage.recommender.learn.Learned;
import dev.lovage.recommender.web.Links;
import dev.lovage.recommender.web.Style;

/// The whole loop in one program: each like is an action, so many of them start a training outside
/// of any request, its result is a new version of the model, and the next visit is answered from it
/// at once.
public final class Recommender {

  /// The argument of a training.
  ///
  /// @param why for who looks at the task
  record Train(String why) {}

  private Recommender() {}

  public static void main(String[] args) throws Exception {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("recommender: " + e.getMessage());
      System.exit(2);
      return;
    }
    var dataset =
        options.generated()
            ? Generated.dataset()
            : Datasets.movieLens(options.folder(), System.err);
    if (options.evaluate()) {
      Evaluation.print(dataset, System.out);
      return;
    }
    if (options.tune()) {
      Tuning.print(dataset, System.out);
      return;
    }
    app(dataset, options.every()).run(options.rest().toArray(String[]::new));
  }

  /// The app over a data set.
  ///
  /// @param every how many likes start a training
  static App app(Dataset dataset, int every) {
    var app = App.named("recommender");
    var likes = new Likes(dataset, app.lovage().actions("likes", Likes.Like.class));
    int movies = dataset.movies().size();
    var ranking = app.model("ranking", in -> Learned.read(in, movies), Learned.popularity(dataset));
    int threads = Runtime.getRuntime().availableProcessors();
    var trainer = new Trainer(dataset, likes::all, Hyper.tuned(), threads);
    var train =
        app.task(
            "train",
            Train.class,
            Manifest.class,
            (order, context) -> trainer.train(ranking, context),
            // One at a time: a training takes all cores.
            task -> task.publishes(ranking.manifest()).queue("training"));
    app.lovage().concurrency("training", 1);
    app.schedule("nightly", train, new Train("nightly"), s -> s.cron("0 3 * * *"));

    var site =
        new Site(
            dataset,
            likes,
            ranking,
            app.lovage().models(),
            every,
            () -> train.submit(new Train("enough likes")));
    app.web()
        .get("/", request -> WebResponse.seeOther(Links.feed("ada")))
        .get("/feed", site::page)
        .get("/feed.json", site::feed)
        .get("/model", site::model)
        .get("/style.css", request -> Style.sheet())
        .post("/like", site::like);
    return app;
  }
}
