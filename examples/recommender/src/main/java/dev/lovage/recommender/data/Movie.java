// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.data;

import java.util.List;

/// What can be recommended.
///
/// @param id in the data set, which users and logs see
/// @param year 0 if it is not known
public record Movie(int id, String title, int year, List<String> genres) {}
