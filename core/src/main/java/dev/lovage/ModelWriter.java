// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.io.IOException;
import java.io.OutputStream;

/// Writes the content of a model.
@FunctionalInterface
public interface ModelWriter {

  /// Writes all of it.
  ///
  /// @param out buffered; it need not be closed or flushed
  void write(OutputStream out) throws IOException;
}
