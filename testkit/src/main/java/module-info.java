/// For tests of programs that use Lovage: a store in memory and a clock that is moved by hand.
@org.jspecify.annotations.NullMarked
module dev.lovage.testkit {
  requires transitive dev.lovage;
  requires static org.jspecify;

  exports dev.lovage.testkit;
}
