// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.data;

/// One user liked one movie.
///
/// @param movie the movie's place in the catalogue
/// @param time seconds since 1970
public record Rating(String user, int movie, long time) {}
