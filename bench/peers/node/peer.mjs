// SPDX-License-Identifier: Apache-2.0
// Drives graphile-worker, pg-boss or BullMQ as dev.lovage.bench.embedded drives Lovage, and prints one JSON object:
//
//   peer.mjs graphile|pg-boss|bullmq drain|submit-bulk|submit|round-trip NUMBERS...
//
// The database is PEER_DB, the settings PEER_SETTINGS (default or best); CPU time of the process
// LOVAGE_BENCH_SERVER and its children counts too. The first two delete or archive what is done.
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

const [name, scenario, ...rest] = process.argv.slice(2);
const numbers = rest.map(Number);
const best = process.env.PEER_SETTINGS === 'best';
const pool = new pg.Pool({ connectionString: process.env.PEER_DB, max: 80 }); // connects when it is used
pool.on('error', () => {});
pool.on('connect', (client) => client.on('error', () => {}));
let ran = 0;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const count = async (sql) => Number((await pool.query(sql)).rows[0].count);

async function graphile() {
  const { Logger, makeWorkerUtils, run, runMigrations } = await import('graphile-worker');
  await runMigrations({ pgPool: pool });
  const utils = await makeWorkerUtils({ pgPool: pool });
  let submitted = 0;
  let runner;
  // Its page on performance: a local queue, and completions in batches.
  const worker = best
    ? { concurrentJobs: 24, localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 }
    : {};
  return {
    submit: async () => { submitted++; await utils.addJob('noop', { number: 1 }); },
    submitAll: async (many) => {
      for (let from = 0; from < many; from += 5000) {
        const some = Math.min(5000, many - from);
        const jobs = Array.from({ length: some }, (_, i) => ({ identifier: 'noop', payload: { number: i } }));
        await pool.query(
          'select 1 from graphile_worker.add_jobs(array(select json_populate_recordset(null::graphile_worker.job_spec, $1::json)))',
          [JSON.stringify(jobs)]);
        submitted += some;
      }
    },
    startWorker: async () => {
      runner = await run({
        pgPool: pool, noHandleSignals: true, taskList: { noop: async () => { ran++; } },
        logger: new Logger(() => () => {}), preset: { worker },
      });
    },
    stopWorker: () => runner.stop(),
    done: async () => submitted - await count('select count(*) from graphile_worker._private_jobs'),
  };
}

async function pgBoss() {
  const { default: PgBoss } = await import('pg-boss');
  const boss = new PgBoss({ connectionString: process.env.PEER_DB, max: 20 });
  boss.on('error', () => {});
  await boss.start();
  await boss.createQueue('noop');
  const options = best ? { batchSize: 500, pollingIntervalSeconds: 0.5 } : {};
  return {
    submit: async () => { await boss.send('noop', { number: 1 }); },
    submitAll: async (many) => {
      for (let from = 0; from < many; from += 1000) {
        await boss.insert(Array.from({ length: Math.min(1000, many - from) }, (_, i) => ({ name: 'noop', data: { number: i } })));
      }
    },
    startWorker: async () => {
      for (let i = 0; i < (best ? 4 : 1); i++) await boss.work('noop', options, async (jobs) => { ran += jobs.length; });
    },
    stopWorker: () => boss.offWork('noop'),
    done: () => count("select count(*) from pgboss.job where name = 'noop' and state = 'completed'"),
  };
}

async function bull() {
  const { bullmq } = await import('./bullmq.mjs');
  return bullmq(process.env.PEER_DB, best, () => { ran++; });
}

const library = await { graphile, 'pg-boss': pgBoss, bullmq: bull }[name]();

async function awaitDone(wanted) {
  const limit = Date.now() + 600_000;
  while (ran < wanted || (await library.done()) < wanted) {
    if (Date.now() > limit) throw new Error(`${await library.done()} of ${wanted} after ten minutes`);
    await pause(ran < wanted ? 5 : 1);
  }
}

function ticks(pid, fields) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 1).trim().split(/\s+/).slice(11, 11 + fields)
      .reduce((sum, word) => sum + Number(word), 0);
  } catch { return 0; }
}

function cpuMicros() {
  const own = process.cpuUsage();
  const server = Number(process.env.LOVAGE_BENCH_SERVER ?? 0);
  let all = server ? ticks(server, 4) : 0;
  if (server) {
    for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        if (Number(stat.slice(stat.lastIndexOf(')') + 1).trim().split(/\s+/)[1]) === server) all += ticks(pid, 2);
      } catch { /* It has ended. */ }
    }
  }
  return own.user + own.system + all * 10_000;
}

const seconds = (start) => (performance.now() - start) / 1000;
const part = (times, fraction) => times.length ? times[Math.min(times.length - 1, Math.floor(times.length * fraction))] : null;

async function print(value, times, cpu, cold, expected) {
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({
    value, p50_ms: part(times, 0.5), p99_ms: part(times, 0.99), cpu_us_per_task: cpu, cold,
    lost: expected ? expected - (await library.done()) : 0,
    settled_twice: expected ? Math.max(0, ran - expected) : 0,
  }));
}

async function drain(warm, tasks) {
  await library.submitAll(warm);
  await library.startWorker();
  let start = performance.now();
  await awaitDone(warm);
  const cold = warm / seconds(start);
  await library.stopWorker();
  await library.submitAll(tasks);
  const cpu = cpuMicros();
  start = performance.now();
  await library.startWorker();
  await awaitDone(warm + tasks);
  await print(tasks / seconds(start), [], (cpuMicros() - cpu) / tasks, cold, warm + tasks);
}

async function submitBulk(warm, tasks) {
  await library.submitAll(warm);
  const cpu = cpuMicros();
  const start = performance.now();
  await library.submitAll(tasks);
  const rate = tasks / seconds(start);
  const used = (cpuMicros() - cpu) / tasks;
  if (library.waiting && (await library.waiting()) !== warm + tasks) throw new Error('not all wait');
  await print(rate, [], used, null, 0);
}

async function callFor(callers, time) {
  const times = [];
  const end = performance.now() + time * 1000;
  await Promise.all(Array.from({ length: callers }, async () => {
    for (let now = performance.now(); now < end; now = performance.now()) {
      await library.submit();
      times.push(performance.now() - now);
    }
  }));
  return times;
}

async function submit(callers, warm, measured) {
  await callFor(callers, warm);
  const cpu = cpuMicros();
  const start = performance.now();
  const times = await callFor(callers, measured);
  await print(times.length / seconds(start), times, (cpuMicros() - cpu) / times.length, null, 0);
}

async function roundTrip(warm, tasks) {
  await library.startWorker();
  const times = [];
  let done = await library.done();
  let cpu = 0;
  for (let i = 0; i < warm + tasks; i++) {
    const start = performance.now();
    if (library.call) {
      await library.call();
    } else {
      await library.submit();
      await awaitDone(++done);
    }
    if (i >= warm) times.push(performance.now() - start);
    if (i === warm - 1) cpu = cpuMicros();
  }
  times.sort((a, b) => a - b);
  await print(part(times, 0.5), times, (cpuMicros() - cpu) / tasks, null, 0);
}

await { drain, 'submit-bulk': submitBulk, submit, 'round-trip': roundTrip }[scenario](...numbers);
process.exit(0);
