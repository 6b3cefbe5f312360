import { writeCounts } from './write-counts.mjs';

/** A reporter of `node --test` that only counts; it stands beside the one that prints. */
export default async function* countNodeTests(events) {
  for await (const { type, data } of events) {
    // Each file has a summary of its own; the one without a file is over all of them.
    if (type !== 'test:summary' || data.file) continue;
    const { passed, failed, cancelled, skipped, todo } = data.counts;
    writeCounts({ passed, failed: failed + cancelled, skipped: skipped + todo });
  }
  yield '';
}
