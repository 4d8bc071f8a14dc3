// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

/// What came of reading a task from a message. Nothing that a peer can send makes reading throw.
public sealed interface ReadTask permits TaskMessage, Refused {}
