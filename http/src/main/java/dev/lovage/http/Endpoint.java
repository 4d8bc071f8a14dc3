// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

/// Answers the requests of one route of either kind.
@FunctionalInterface
interface Endpoint {
  Reply handle(Exchange exchange) throws Exception;
}
