/// The JSON API and an app's own routes, on Helidon SE.
@org.jspecify.annotations.NullMarked
module dev.lovage.http {
  requires transitive dev.lovage;
  requires transitive dev.lovage.schedule;
  requires com.fasterxml.jackson.annotation;
  requires io.helidon.common.buffers;
  requires io.helidon.http;
  requires io.helidon.http.encoding;
  requires io.helidon.http.media;
  requires io.helidon.webserver;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.lovage.http;

  // The JSON views are package-private records.
  opens dev.lovage.http to
      tools.jackson.databind;
}
