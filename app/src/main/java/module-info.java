/// The assembly: core, an engine, HTTP and a command line behind one class, [dev.lovage.app.App].
@org.jspecify.annotations.NullMarked
module dev.lovage.app {
  requires transitive dev.lovage;
  requires transitive dev.lovage.http;
  requires dev.lovage.redis;
  requires transitive dev.lovage.schedule;
  requires dev.lovage.sql;
  requires info.picocli;
  requires java.net.http;
  requires jdk.unsupported;
  requires org.slf4j;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;
  requires static org.jspecify;

  exports dev.lovage.app;

  opens dev.lovage.app to
      info.picocli;
  opens dev.lovage.app.cli to
      info.picocli;

  provides ch.qos.logback.classic.spi.Configurator with
      dev.lovage.app.log.LineLogging;
}
