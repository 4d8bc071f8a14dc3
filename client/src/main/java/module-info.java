/// The HTTP API from Java.
@org.jspecify.annotations.NullMarked
module dev.lovage.client {
  requires transitive dev.lovage;
  requires dev.failsafe.core;
  requires java.net.http;
  requires static org.jspecify;

  exports dev.lovage.client;
}
