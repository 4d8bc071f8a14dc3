/// The task queue itself: the API in `dev.lovage`, the engine contracts in `dev.lovage.spi`.
@org.jspecify.annotations.NullMarked
module dev.lovage {
  requires transitive tools.jackson.databind;
  requires com.fasterxml.jackson.annotation;
  requires com.github.benmanes.caffeine;
  requires transitive java.sql;
  requires org.slf4j;
  requires static transitive org.jspecify;
  requires jdk.unsupported;

  exports dev.lovage;
  exports dev.lovage.spi;

  uses dev.lovage.spi.ActionLogProvider;
  uses dev.lovage.spi.BrokerProvider;
  uses dev.lovage.spi.EngineProvider;
}
