// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

/// What was said of queues here.
record Queues(QueueLimits limits, QueueHomes homes) {}
