// SPDX-License-Identifier: Apache-2.0

/// Celery's protocol as pure functions over bytes, without any I/O. A
/// [dev.lovage.celery.CeleryMessage] is what a broker carries; [dev.lovage.celery.TaskMessage] is
/// the task in it; [dev.lovage.celery.Successors] says what follows when it has ended;
/// [dev.lovage.celery.TaskMeta] is its result.
package dev.lovage.celery;
