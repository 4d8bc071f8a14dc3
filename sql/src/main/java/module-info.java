/// Lovage's store on SQL databases. Found by its URL, `sqlite:` or `postgresql:`; nothing here is
/// API.
@org.jspecify.annotations.NullMarked
module dev.lovage.sql {
  requires transitive dev.lovage;
  requires java.sql;
  requires com.github.benmanes.caffeine;
  requires com.zaxxer.hikari;
  requires org.postgresql.jdbc;
  requires static org.checkerframework.checker.qual;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;

  exports dev.lovage.sql;

  provides dev.lovage.spi.ActionLogProvider with
      dev.lovage.sql.SqliteActionsProvider,
      dev.lovage.sql.PostgresActionsProvider;
  provides dev.lovage.spi.EngineProvider with
      dev.lovage.sql.SqliteProvider,
      dev.lovage.sql.PostgresProvider;
}
