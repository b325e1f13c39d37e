import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const fileName = 'snapshots-set-aside.json'
const schema = z.record(z.string().max(1024), z.string().max(2000))
const mostKept = 200

/** Why snapshots were not taken, by the keys of their manifests. A snapshot never changes, so it is not tried twice by itself. */
export function readSetAside(workspace: string): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(schema.parse(JSON.parse(readFileSync(join(workspace, fileName), 'utf8')))))
  } catch {
    return new Map()
  }
}

/** Notes why a snapshot was not taken. */
export function setAside(workspace: string, key: string, why: string): void {
  const kept = [...readSetAside(workspace)].filter(([known]) => known !== key).slice(1 - mostKept)
  const temporary = join(workspace, `.${fileName}.${randomUUID()}`)
  try {
    writeFileSync(temporary, JSON.stringify(Object.fromEntries([...kept, [key, why]])), { mode: 0o600 })
    renameSync(temporary, join(workspace, fileName))
  } finally {
    rmSync(temporary, { force: true })
  }
}
