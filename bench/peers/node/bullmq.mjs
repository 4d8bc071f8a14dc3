// SPDX-License-Identifier: Apache-2.0
// BullMQ for peer.mjs. A result is what the job returned; jobs that are done are kept, as by default.
import { Queue, QueueEvents, Worker } from 'bullmq';

const BATCH = 1000;

export async function bullmq(url, best, ran) {
  const connection = { host: '127.0.0.1', port: Number(new URL(url).port), maxRetriesPerRequest: null };
  const queue = new Queue('noop', { connection });
  await queue.waitUntilReady();
  let worker;
  let events;
  return {
    submit: () => queue.add('noop', { number: 1 }),
    submitAll: async (many) => {
      for (let from = 0; from < many; from += BATCH) {
        const some = Math.min(BATCH, many - from);
        await queue.addBulk(Array.from({ length: some }, (_, i) => ({ name: 'noop', data: { number: from + i } })));
      }
    },
    // Its pages: raise the concurrency for what waits more than it computes.
    startWorker: async () => {
      worker = new Worker('noop', async (job) => { ran(); return job.data.number; }, { connection, concurrency: best ? 100 : 1 });
      worker.on('error', () => {});
      await worker.waitUntilReady();
    },
    stopWorker: () => worker.close(),
    done: () => queue.getCompletedCount(),
    waiting: () => queue.getWaitingCount(),
    call: async () => {
      if (!events) {
        events = new QueueEvents('noop', { connection });
        await events.waitUntilReady();
      }
      const job = await queue.add('noop', { number: 7 });
      if (await job.waitUntilFinished(events) !== 7) throw new Error('another result');
    },
  };
}
