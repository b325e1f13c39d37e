import type { FetchedObject } from './ingestObject'
import { testRun, testStartUs } from './ingestTestRun'

/** The objects that are indexed by a process which is killed: runs over many files, families, partitions with a slash. */
export function killedObjects(): FetchedObject[] {
  return Array.from({ length: 60 }, (_, i) =>
    testRun({
      appId: `app-${i}`,
      partition: i % 3 === 0 ? null : i % 3 === 1 ? 'p' : 'eu/west',
      steps: 2 + (i % 9),
      files: 1 + (i % 6),
      startUs: testStartUs + i * 7_000_000,
      spawnParent: i % 4 === 3 ? { appId: `app-${i - 3}`, sequenceId: 1, partitionKey: null } : null
    })
  ).flat()
}
