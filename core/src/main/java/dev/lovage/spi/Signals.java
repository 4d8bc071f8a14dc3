// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

/// Wake-ups. They are hints and optional: who listens must also look by himself from time to time,
/// and one who is called may find nothing.
public interface Signals {

  /// Calls the listener until the returned handle is closed.
  AutoCloseable listen(SignalListener listener);
}
