// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Keeps results of tasks that came by a broker. It knows nothing of tasks but their ids.
///
/// All methods may be called from any thread. A transient [dev.lovage.LovageException] means that
/// nothing is known of the outcome; every call may be repeated.
public interface ResultBackend {

  /// Keeps documents in place of older ones of the same id, in order; a success that is there
  /// stays. Who waits for them is told.
  void put(List<StoredResult> results);

  /// The documents of those ids that have one.
  Map<String, String> get(Collection<String> ids);

  void forget(Collection<String> ids);

  /// Waits until the document of an id is one that is wanted.
  ///
  /// @return the document, or empty if the time is over
  Optional<String> await(String id, Predicate<String> wanted, Duration timeout)
      throws InterruptedException;

  /// Says how many parts groups have, at any time before or after their parts end.
  void expect(List<GroupSize> groups);

  /// Takes note of ended parts. A part is counted once, however often it ends.
  ///
  /// @return for each part its group if that is complete; also again if a part comes again, until
  ///   the group is forgotten
  List<Optional<CompleteGroup>> count(List<GroupPart> parts);

  void forgetGroups(Collection<String> groups);
}
