// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

import dev.lovage.recommender.data.Dataset;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a training has learned: the content of a version of the model.
public final class Learned {

  private static final int FORM = 0x4c565231; // LVR1

  private final Hyper hyper;
  private final float[][] items;
  private final int[] popularity;
  private final Map<String, Integer> users;
  private final Scorer scorer;
  private final Scorer popular;

  /// What training has brought.
  ///
  /// @param items the movies' numbers; without rows if nothing was learned yet
  /// @param popularity how many users liked each movie
  /// @param users how many likes of each user it was trained on
  public Learned(Hyper hyper, float[][] items, int[] popularity, Map<String, Integer> users) {
    this.hyper = hyper;
    this.items = items;
    this.popularity = popularity;
    this.users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
    this.popular = new Popularity(popularity);
    this.scorer = items.length == 0 ? popular : new FactorScorer(hyper, items);
  }

  /// Before the first training: what is popular is known.
  public static Learned popularity(Dataset dataset) {
    var interactions = Interactions.of(dataset.likes(), dataset.movies().size());
    return new Learned(Hyper.tuned(), new float[0][], interactions.popularity(), Map.of());
  }

  /// The best movies for who liked these, best first; for who liked none, the most popular.
  public int[] best(int[] liked, int count) {
    var by = liked.length == 0 ? popular : scorer;
    return Ranking.best(by.scores(liked), count, liked);
  }

  /// Whether there is more in it than popularity.
  public boolean hasLearned() {
    return items.length > 0;
  }

  /// How many likes of this user it was trained on.
  public int knows(String user) {
    return users.getOrDefault(user, 0);
  }

  public void write(OutputStream stream) throws IOException {
    var out = new DataOutputStream(stream);
    out.writeInt(FORM);
    out.writeInt(hyper.rank());
    out.writeDouble(hyper.alpha());
    out.writeDouble(hyper.lambda());
    out.writeInt(hyper.iterations());
    out.writeInt(popularity.length);
    for (int count : popularity) {
      out.writeInt(count);
    }
    out.writeInt(items.length);
    for (float[] item : items) {
      for (float number : item) {
        out.writeFloat(number);
      }
    }
    out.writeInt(users.size());
    for (var user : users.entrySet()) {
      out.writeUTF(user.getKey());
      out.writeInt(user.getValue());
    }
    out.flush();
  }

  /// Reads what [#write] has written.
  ///
  /// @param movies of the catalogue, how many
  public static Learned read(InputStream stream, int movies) throws IOException {
    var in = new DataInputStream(stream);
    if (in.readInt() != FORM) {
      throw new IOException("the content is of another form");
    }
    var hyper = new Hyper(in.readInt(), in.readDouble(), in.readDouble(), in.readInt());
    if (in.readInt() != movies) {
      throw new IOException("the model is of another catalogue");
    }
    var popularity = new int[movies];
    for (int i = 0; i < movies; i++) {
      popularity[i] = in.readInt();
    }
    var items = new float[in.readInt()][hyper.rank()];
    for (float[] item : items) {
      for (int i = 0; i < item.length; i++) {
        item[i] = in.readFloat();
      }
    }
    var users = new LinkedHashMap<String, Integer>();
    for (int left = in.readInt(); left > 0; left--) {
      users.put(in.readUTF(), in.readInt());
    }
    return new Learned(hyper, items, popularity, users);
  }
}
