import { fork, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The Node inside the prepared Electron, where there is one. */
function appNode(): string {
  return process.env['ELECTRON_EXEC_PATH'] ?? process.execPath
}

const environment = {
  ...process.env, ELECTRON_RUN_AS_NODE: '1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench', AWS_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent'
}

/** Runs a file of this folder with an order, and gives the one message it sends; `nodeArgs` are for its Node. */
export function runHere<Result>(file: string, order: object, more: { readonly env?: Record<string, string>; readonly nodeArgs?: readonly string[] } = {}): Promise<Result> {
  const child = fork(fileURLToPath(new URL(`./${file}`, import.meta.url)), [JSON.stringify(order)], {
    execPath: appNode(),
    execArgv: ['--no-warnings', ...(more.nodeArgs ?? []), '--import', 'tsx'],
    env: { ...environment, ...more.env }
  })
  return new Promise((resolve, reject) => {
    let result: { readonly value: Result } | null = null
    child.once('message', (value) => { result = { value: value as Result } })
    child.once('exit', (code) => {
      if (result === null) reject(new Error(`${file} ended with ${String(code)}.`))
      else resolve(result.value)
    })
  })
}

/** Runs SQL on a database with the app's SQLite; gives the rows of the last statement. */
export function sql(file: string, statements: readonly string[]): readonly Record<string, number | string>[] {
  const script = `const D = require('better-sqlite3'); const db = new D(process.argv[1]); const all = JSON.parse(process.argv[2]); let rows = [];
    db.pragma('synchronous = OFF');
    for (const text of all) { const s = db.prepare(text); rows = s.reader ? s.all() : (s.run(), []) } console.log(JSON.stringify(rows)); db.close()`
  const { stdout, stderr, status } = spawnSync(appNode(), ['-e', script, file, JSON.stringify(statements)], { env: environment, maxBuffer: 2 ** 28, encoding: 'utf8', cwd: fileURLToPath(new URL('../..', import.meta.url)) })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Record<string, number | string>[]
}

/** A folder for a workspace, and how to be rid of it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'burr-desktop-bench-'))
  return { path, remove: () => { rmSync(path, { recursive: true, force: true }) } }
}

/** Size of a file and of its write-ahead log. */
export function sizeOnDisk(file: string): number {
  return [file, `${file}-wal`].reduce((sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0), 0)
}
