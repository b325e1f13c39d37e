import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AppError } from '@shared/errors'
import { forkChild } from './child'
import type { StartChild } from './child'
import type { SnapshotPrograms } from './takeSnapshot'

/** The built programs that lie beside this one; the child is forked unless there is another way to start it, which a packaged app needs. */
export function builtPrograms(startChild: StartChild = (request) => forkChild(builtFile('snapshotChild'))(request)): SnapshotPrograms {
  return { threadFile: builtFile('snapshotThread'), startChild }
}

// This code may stand in an entry file or in a chunk one folder below.
function builtFile(name: string): string {
  const found = ['./', '../'].map((at) => fileURLToPath(new URL(`${at}${name}.js`, import.meta.url))).find((path) => existsSync(path))
  if (found === undefined) throw new AppError({ code: 'internal', message: `The program “${name}” is missing in this installation.` })
  return found
}
