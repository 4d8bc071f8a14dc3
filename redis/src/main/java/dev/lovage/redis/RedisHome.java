// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.celery.CeleryProtocol;
import dev.lovage.celery.LogicalClock;
import dev.lovage.celery.WorkerNode;
import dev.lovage.spi.Attendant;
import dev.lovage.spi.Broker;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.MessageProtocol;
import dev.lovage.spi.Outgoing;
import dev.lovage.spi.RemoteControl;
import dev.lovage.spi.ResultBackend;
import dev.lovage.spi.TaskWatch;
import dev.lovage.spi.WorkerControl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// One process's part of queues and results at Redis.
final class RedisHome implements BrokerEngine {

  private final RedisUrl url;
  private final RedisLink link;
  private final RedisLink resultLink;
  private final RedisBroker broker;
  private final RedisResults results;
  private final MessageProtocol protocol;
  private final LogicalClock clock = new LogicalClock();
  private final InstantSource time;
  private final RedisChannels channels;
  private final RedisTeller teller;
  private final RedisWatch watch;
  private final AtomicBoolean closed = new AtomicBoolean();

  private RedisHome(RedisUrl url, RedisLink link, RedisLink resultLink, RedisClock clock) {
    this.url = url;
    this.link = link;
    this.resultLink = resultLink;
    this.time = clock.here();
    this.channels = new RedisChannels(link, url.keys().prefix(), url.database());
    this.teller = new RedisTeller(channels);
    this.watch = new RedisWatch(link, channels, remoteControl(), time);
    this.broker = RedisBroker.open(link, url, clock, sent());
    var where = url.results();
    this.results = new RedisResults(resultLink, (where == null ? url : where).keys());
    this.protocol = new CeleryProtocol(origin(), url.defaultQueue());
  }

  static RedisHome open(RedisUrl url, RedisClock clock) {
    var link = connected(url);
    var results = url.results();
    try {
      return new RedisHome(url, link, results == null ? link : connected(results), clock);
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  private static RedisLink connected(RedisUrl url) {
    var link = RedisLink.to(url);
    try {
      check(url, link);
      return link;
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /// The scripts work on several keys at once, which a cluster keeps apart; and they need commands
  /// of 6.2.
  private static void check(RedisUrl url, RedisLink link) {
    var info = link.patiently(redis -> redis.info());
    var lines = Arrays.asList(info.split("\r?\n"));
    if (lines.contains("cluster_enabled:1") || lines.contains("redis_mode:cluster")) {
      throw new LovageException(
          ErrorCode.INVALID,
          url.description()
              + ": is a Redis Cluster, where a message and the note of who holds it can't be moved in"
              + " one step; use one server, with a replica and sentinels for failover");
    }
    for (var line : lines) {
      var version = line.startsWith("redis_version:") ? line.substring(14).split("\\.") : null;
      if (version != null
          && Integer.parseInt(version[0]) * 100 + Integer.parseInt(version[1]) < 602) {
        throw new LovageException(
            ErrorCode.INVALID, url.description() + ": is older than Redis 6.2; update the server");
      }
    }
  }

  private static String origin() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "localhost";
    }
    return "gen" + ProcessHandle.current().pid() + "@" + host;
  }

  /// Tells what was sent, if that is wished.
  private Consumer<List<Outgoing>> sent() {
    return url.isOn("sent_events")
        ? new RedisSentEvents(teller, origin(), clock, time)
        : messages -> {};
  }

  @Override
  public Attendant attend(WorkerControl worker) {
    var name = url.options().getOrDefault("node", "lovage@" + worker.id());
    var place = new RedisPlace(name, url, new RedisQueues(link, url.keys()), teller);
    var node = new WorkerNode(worker, place, clock, url.isOn("task_events"), time);
    var contact = new RedisNode(name, node, link, channels, remoteControl());
    contact.open(url.isOn("control"));
    node.onLeft(contact::close);
    return node;
  }

  @Override
  public Optional<RemoteControl> remote() {
    return Optional.of(remoteControl());
  }

  private RedisRemote remoteControl() {
    return new RedisRemote(link, channels, clock, time);
  }

  @Override
  public Optional<TaskWatch> watch() {
    return Optional.of(watch);
  }

  @Override
  public String description() {
    return url.description();
  }

  @Override
  public Broker broker() {
    return broker;
  }

  @Override
  public ResultBackend results() {
    return results;
  }

  @Override
  public MessageProtocol protocol() {
    return protocol;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      broker.close();
      teller.close();
      watch.close();
      results.close();
      link.close();
      resultLink.close();
    }
  }
}
