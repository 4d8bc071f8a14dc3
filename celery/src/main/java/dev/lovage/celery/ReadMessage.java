// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

/// What came of reading a message as a broker keeps it.
public sealed interface ReadMessage permits CeleryMessage, Refused {}
