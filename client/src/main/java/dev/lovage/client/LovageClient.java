// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.lovage.LovageException;
import dev.lovage.TaskHandle;
import dev.lovage.TaskId;
import java.net.http.HttpClient;
import java.util.function.Consumer;

/// Lovage's HTTP API, for a program that does not open the store itself. What it hands out behaves
/// as what [dev.lovage.Lovage] hands out in the process of the server: the same handles, the same
/// errors.
///
/// A call that did not come through is repeated, as far as that can do no harm: the ids of tasks
/// are made here, so that a submit whose answer was lost is accepted once. If it does not come
/// through within [ClientOptions#patience], it is refused with `UNAVAILABLE`; then a submit may
/// have been accepted all the same.
///
/// Safe for use from any thread; one for a program is enough.
public final class LovageClient implements AutoCloseable {

  private final HttpClient http;
  private final Calls calls;

  private LovageClient(HttpClient http, Calls calls) {
    this.http = http;
    this.calls = calls;
  }

  /// A client of a server on this machine, or of one that lets everybody in.
  ///
  /// @param url such as `http://localhost:8080`; a path in it goes before those of the API
  /// @throws LovageException `INVALID` if it is not an HTTP address. Nothing is sent yet.
  public static LovageClient connect(String url) {
    return connect(url, options -> {});
  }

  /// As [#connect(String)], with options.
  public static LovageClient connect(String url, Consumer<ClientOptions> options) {
    var chosen = new ClientOptions();
    options.accept(chosen);
    var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // The token goes to the server that it was given for and to no other.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(ClientOptions.CONNECT)
            .build();
    return new LovageClient(http, new Calls(http, Address.parse(url), chosen));
  }

  /// A task type of the server. Whether it knows the type and takes such arguments is seen at the
  /// first submit.
  ///
  /// @param argument what is sent, as JSON
  /// @param result what results are read as
  public <A, R> RemoteType<A, R> task(String name, Class<A> argument, Class<R> result) {
    return new RemoteType<>(name, argument, result, calls);
  }

  /// A handle on a task submitted before, by whomever.
  public <R> TaskHandle<R> handle(TaskId id, Class<R> result) {
    return new RemoteHandle<>(id, id, result, calls);
  }

  /// A served value, also one of a family: `feed/7`.
  ///
  /// @param type what the value is read as
  public <T> RemoteValue<T> served(String name, Class<T> type) {
    return new RemoteValue<>(name, type, calls);
  }

  /// Ends connections. What was submitted goes on.
  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
