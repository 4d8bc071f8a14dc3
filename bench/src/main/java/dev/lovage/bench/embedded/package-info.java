// SPDX-License-Identifier: Apache-2.0
/// What runs in a JVM of its own for each run: Lovage as a library, driven as
/// peers/celery/driver.py drives the peer.
@org.jspecify.annotations.NullMarked
package dev.lovage.bench.embedded;
