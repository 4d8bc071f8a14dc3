/// Lovage's store on SQL databases. Found by its URL, `sqlite:`; nothing here is API.
@org.jspecify.annotations.NullMarked
module dev.lovage.sql {
  requires transitive dev.lovage;
  requires java.sql;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;

  exports dev.lovage.sql;

  provides dev.lovage.spi.EngineProvider with
      dev.lovage.sql.SqliteProvider;
}
