// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.io.IOException;
import java.io.InputStream;

/// Reads a model from what a [ModelWriter] has written, perhaps in an older program.
@FunctionalInterface
public interface ModelReader<T> {

  /// Reads one model.
  ///
  /// @param in buffered; it need not be closed
  /// @throws IOException if this is not what is expected; the model before goes on serving
  T read(InputStream in) throws IOException;
}
