// SPDX-License-Identifier: Apache-2.0

/// The HTTP API from Java, for programs that do not open the store themselves: submits, handles and
/// served values as in the process, with retries. Begin at [dev.lovage.client.LovageClient].
package dev.lovage.client;
