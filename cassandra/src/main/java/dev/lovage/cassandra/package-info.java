// SPDX-License-Identifier: Apache-2.0
/// Lovage's action log in Cassandra. Found by its URL, `cassandra://`; nothing here is API. No
/// module of its own: the driver's jars have no names that one could require.
@org.jspecify.annotations.NullMarked
package dev.lovage.cassandra;
