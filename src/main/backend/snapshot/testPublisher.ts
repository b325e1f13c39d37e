import { dirname } from 'node:path'
import { openTestBucket } from '../bucket/testStore'
import { closeDatabase, openWriter } from '../database/open'
import { forkChild } from './child'
import { openInstallation } from './installation'
import { readSnapshots } from './listSnapshots'
import { publishSnapshot } from './publish'
import { adoptIndex, prepareRestore } from './restore'
import { pruneSnapshots } from './retention'
import { addRuns, someRuns } from './testWorkspaces'
import { tidyWorkspace } from './workFolder'

/** A program for tests that is killed at some moment: writes, publishes, prunes and restores in a circle until then. */
const [workspace = '', endpointUrl = '', programs = '', round = '0'] = process.argv.slice(2)
const bucket = openTestBucket(endpointUrl)
const installation = openInstallation(dirname(workspace), 'killed')
const signal = new AbortController().signal
const parts = { threadFile: `${programs}/snapshotThread.mjs`, startChild: forkChild(`${programs}/snapshotChild.mjs`) }
const say = (phase: string): void => void process.send?.(phase)

for (let i = 0; ; i += 1) {
  const db = openWriter(workspace)
  tidyWorkspace(workspace)
  say('writing')
  addRuns(db, someRuns(12, Number(round) * 1000 + i))
  await publishSnapshot({ workspace, bucket, installation, programs: parts, appVersion: 'test', signal, backoffMs: 5, onProgress: ({ phase }) => say(phase) })
  say('pruning')
  await pruneSnapshots(bucket, { installId: installation.installId, keep: 3, signal })
  closeDatabase(db)
  const newest = (await readSnapshots({ bucket, installation, signal })).snapshots[0]
  if (newest === undefined) continue
  const prepared = await prepareRestore({ workspace, bucket, manifest: newest.manifest, isOwn: i % 2 === 0, programs: parts, signal, onProgress: ({ phase }) => say(phase) })
  say('adopting')
  adoptIndex(workspace, prepared)
}
