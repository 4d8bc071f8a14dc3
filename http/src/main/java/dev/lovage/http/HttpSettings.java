// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// Where an [HttpServer] listens and who may call it.
///
/// @param host a name or address of this machine; one that other machines can reach needs a token
/// @param port from 1 to 65,535, or 0 for any free one
/// @param token what callers must send as `Authorization: Bearer …`, except to the health paths;
///   null lets everybody in who can reach the address
public record HttpSettings(String host, int port, @Nullable String token) {

  /// Only this machine.
  public static final String DEFAULT_HOST = "127.0.0.1";

  public static final int DEFAULT_PORT = 8080;

  /// @throws LovageException `INVALID` if the port is out of range, the token can't be sent in a
  ///   header, or the address can be reached from elsewhere and there is no token
  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw invalid("port: takes 1 to 65535, or 0 for any free one, but is " + port);
    }
    if (token != null) {
      checkToken(token);
    }
  }

  /// The default address, open to everybody on this machine.
  public static HttpSettings defaults() {
    return new HttpSettings(DEFAULT_HOST, DEFAULT_PORT, null);
  }

  /// The address to bind, which is refused if it is open to others and there is no token.
  InetAddress address() {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new LovageException(
          ErrorCode.INVALID,
          "host: '" + host + "' is not known; give an address of this machine, such as 127.0.0.1",
          e);
    }
    if (token == null && !address.isLoopbackAddress()) {
      throw invalid(
          "host: "
              + host
              + " can be reached from other machines, so it needs a token; set one with --token, or"
              + " listen on 127.0.0.1");
    }
    return address;
  }

  /// Leaves the token out, so that settings may be logged.
  @Override
  public String toString() {
    return "HttpSettings[" + host + ":" + port + (token == null ? "" : ", with a token") + "]";
  }

  private static void checkToken(String token) {
    if (token.isEmpty()) {
      throw invalid("token: is empty; use a long random one, or leave it out");
    }
    if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw invalid(
          "token: has a character that can't be sent in a header; use letters, digits and"
              + " punctuation, without spaces");
    }
  }

  private static LovageException invalid(String message) {
    return new LovageException(ErrorCode.INVALID, message);
  }
}
