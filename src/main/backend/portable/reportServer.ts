import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '@shared/errors'
import type { ServerReport } from '@shared/model/portable'
import { currentFiles } from '../database/currentFiles'
import { waitForChild } from '../snapshot/child'
import type { StartChild } from '../snapshot/child'

/** What a server's database is compared with, and who reads it. */
export interface ReportOptions {
  /** The workspace in force and its bucket; `null` = none. */
  readonly workspace: { readonly folder: string; readonly bucket: string } | null
  readonly startChild: StartChild
  readonly signal: AbortSignal
}

const count = z.int().min(0)
const answer = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    projects: z.array(z.strictObject({ project: z.string().max(1024), runs: count, logFiles: count, inBucket: count, neverSeen: count, unknownHere: count })).max(10_000)
  }),
  z.object({ ok: z.literal(false), message: z.string().max(1000) })
])

/** Says what the database of Burr's own server (`snapshot.db`) knows and what of the bucket it never saw; it is read in a process that can be killed. */
export async function reportServer(path: string, { workspace, startChild, signal }: ReportOptions): Promise<ServerReport> {
  const index = workspace === null ? null : join(workspace.folder, currentFiles(workspace.folder).index)
  const compared = index !== null && existsSync(index)
  const said = answer.parse(await waitForChild(startChild, { source: path, target: null, maxBytes: 0, server: { index: compared ? index : null } }, { sizeBytes: statSync(path).size, signal }))
  if (!said.ok) throw new AppError({ code: 'damaged', message: `${basename(path)} cannot be read: ${said.message}` })
  return { name: basename(path), projects: said.projects, comparedWith: compared ? (workspace?.bucket ?? null) : null }
}
