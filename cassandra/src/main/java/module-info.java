/// Lovage's action log in Cassandra. Found by its URL, `cassandra://`; nothing here is API.
@org.jspecify.annotations.NullMarked
module dev.lovage.cassandra {
  requires transitive dev.lovage;
  requires com.datastax.oss.driver.core;
  requires static org.jspecify;

  exports dev.lovage.cassandra;

  provides dev.lovage.spi.ActionLogProvider with
      dev.lovage.cassandra.CassandraActionsProvider;
}
