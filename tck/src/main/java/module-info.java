/// The contracts of the engine interfaces as abstract tests, for authors of engines.
@org.jspecify.annotations.NullMarked
open module dev.lovage.tck {
  requires transitive dev.lovage;
  requires transitive dev.lovage.testkit;
  requires transitive dev.lovage.schedule;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires static org.jspecify;

  exports dev.lovage.tck;
}
