/// Celery's protocol as pure functions over bytes: messages, results, events, remote control.
@org.jspecify.annotations.NullMarked
module dev.lovage.celery {
  requires transitive dev.lovage;
  requires java.management;
  requires static org.jspecify;

  exports dev.lovage.celery;
}
