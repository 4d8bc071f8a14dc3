/// Schedules and triggers: what makes tasks by itself.
@org.jspecify.annotations.NullMarked
module dev.lovage.schedule {
  requires transitive dev.lovage;
  requires com.cronutils;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.lovage.schedule;

  // Specs and cursors are kept as JSON.
  opens dev.lovage.schedule to
      tools.jackson.databind;
}
