// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.data;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/// Where the example's data come from.
public final class Datasets {

  private static final String PACKAGE = "r-cran-dslabs";
  private static final String DATA = "usr/lib/R/site-library/dslabs/data";

  private Datasets() {}

  /// MovieLens, fetched into a folder if it is not there yet; where it can't be had, a generated
  /// set, and `out` says so.
  public static Dataset movieLens(Path folder, PrintStream out) {
    try {
      return MovieLens.load(new DebianPackage(PACKAGE, folder).unpacked().resolve(DATA));
    } catch (IOException e) {
      out.println(
          "recommender: MovieLens can't be fetched ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")
              + "), so the movies are generated; it takes Debian's apt-get and dpkg-deb, and a"
              + " network that reaches a mirror");
      return Generated.dataset();
    }
  }
}
