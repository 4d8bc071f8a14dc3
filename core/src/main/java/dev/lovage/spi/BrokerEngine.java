// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// An open broker with what belongs to it: where results go, and the language that is spoken there.
public interface BrokerEngine extends AutoCloseable {

  /// Opens the broker at a URL with an engine found on the module or class path.
  ///
  /// @throws LovageException `INVALID` if no engine takes the URL or an option in it is unknown;
  ///   `UNAVAILABLE` or `BROKEN` if it can't be used
  static BrokerEngine open(String url) {
    return ServiceLoader.load(BrokerProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.accepts(url))
        .findFirst()
        .orElseThrow(() ->
            new LovageException(
                ErrorCode.INVALID,
                "broker: no engine here takes a URL that begins with '"
                    + url.split("[:/]", 2)[0]
                    + ":'; expected one such as redis://host/0"))
        .open(url);
  }

  /// Where the broker is and what its writes survive, in words for a person and without secrets.
  String description();

  Broker broker();

  ResultBackend results();

  MessageProtocol protocol();

  /// Sends the messages of endings, once it is known how many parts their groups have: before the
  /// last of the parts can end.
  default void send(List<Ending> endings) {
    var groups = endings.stream().flatMap(ending -> ending.groups().stream()).toList();
    if (!groups.isEmpty()) {
      results().expect(groups);
    }
    var messages = endings.stream().flatMap(ending -> ending.messages().stream()).toList();
    if (!messages.isEmpty()) {
      broker().send(messages);
    }
  }

  /// Somebody has begun to work on queues of this broker, and wishes to be looked after.
  ///
  /// @return what shall hear of the tasks that it receives
  default Attendant attend(WorkerControl worker) {
    return new Attendant() {};
  }

  /// How to speak to others who work on queues of this broker; empty if there is no way.
  default Optional<RemoteControl> remote() {
    return Optional.empty();
  }

  /// What can be heard of tasks here, whoever sends and runs them; empty if nobody tells.
  default Optional<TaskWatch> watch() {
    return Optional.empty();
  }

  /// Closing twice does nothing.
  @Override
  void close();
}
