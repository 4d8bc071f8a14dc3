/// Lovage's queues and results at Redis, on the keys of Celery. Found by its URL, `redis:`,
/// `rediss:` or `sentinel:`; nothing here is API.
@org.jspecify.annotations.NullMarked
module dev.lovage.redis {
  requires transitive dev.lovage;
  requires dev.lovage.celery;
  requires org.apache.commons.pool2;
  requires org.slf4j;
  requires redis.clients.jedis;

  exports dev.lovage.redis;

  provides dev.lovage.spi.BrokerProvider with
      dev.lovage.redis.RedisProvider;
}
