import fs, { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { testWorkspace } from '../../handlers/testWorkspace'
import { ingest } from '../../indexer/ingest'
import { testRun } from '../../indexer/ingestTestRun'
import { TextFill } from '../../indexer/textFill'
import { keepBodyBudget, touchBodies } from '../evict'
import { keepLogsShort } from '../logRoom'
import { closeDatabase, openReader, openWriter } from '../open'

const source = fileURLToPath(new URL('../../../../', import.meta.url))
const isLive = (path: unknown): boolean => /(index|content|text)\.v?[^/\\]*db(-wal|-shm|-journal)?$|instance\.lock\.db$/.test(String(path))

// An open and close through fs gives up SQLite's locks on that file, for the whole process.
const opening = ['open', 'openSync', 'readFile', 'readFileSync', 'writeFile', 'writeFileSync', 'appendFile', 'appendFileSync', 'createReadStream', 'createWriteStream', 'copyFile', 'copyFileSync', 'truncate', 'truncateSync', 'cp', 'cpSync'] as const
const originals = Object.fromEntries(opening.map((name) => [name, fs[name]]))

function watch(opened: string[]): void {
  for (const name of opening) {
    const original = originals[name] as (...parameters: unknown[]) => unknown
    Object.assign(fs, {
      [name]: (...parameters: unknown[]) => {
        const paths = name.startsWith('c') && name !== 'createReadStream' && name !== 'createWriteStream' ? parameters.slice(0, 2) : parameters.slice(0, 1)
        if (paths.some(isLive)) opened.push(`${name} ${String(parameters[0])}`)
        return original(...parameters)
      }
    })
  }
  syncBuiltinESMExports()
}

afterEach(() => {
  Object.assign(fs, originals)
  syncBuiltinESMExports()
})

describe('the files of an open index', () => {
  it('F-DB-17 are opened by SQLite only, whatever is done with them', () => {
    const opened: string[] = []
    watch(opened)
    readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'liveFiles.test.ts'))
    const workspace = testWorkspace()
    const { writer } = workspace
    ingest(writer, { objects: testRun({ steps: 5 }), setAside: [] })
    const words = new TextFill(writer, { isBusy: () => false })
    while (words.work(100));
    const run = { project: 'demo', partitionKey: null, appId: 'app-1' }
    workspace.call('runs.list', { project: 'demo' })
    workspace.call('runs.get', run)
    workspace.call('steps.get', { run, step: { build: 0, sequenceId: 1, attempt: 0 } })
    workspace.call('search.runs', { text: 'question' })
    touchBodies(writer, [1])
    keepLogsShort(writer)
    keepBodyBudget(writer, 0)
    const second = openReader(workspace.folder)
    closeDatabase(second)
    words.close()
    closeDatabase(writer)
    closeDatabase(openWriter(workspace.folder))
    expect(opened).toEqual([])
    // The hook does see what it is there for.
    readFileSync(join(workspace.folder, 'index.v1.db'))
    expect(opened).toContain(`readFileSync ${join(workspace.folder, 'index.v1.db')}`)
    closeDatabase(workspace.reader)
    rmSync(workspace.folder, { recursive: true, force: true })
  })

  it('F-DB-17 are named in no call of fs in the sources', () => {
    const files = sources(source)
    const suspect = new RegExp(`\\b(${opening.join('|')})\\([^)\\n]*(indexFile|contentFile|textFileOf|\\.db['"\`])`)
    const hits = files.filter((file) => suspect.test(readFileSync(file, 'utf8'))).map((file) => relative(source, file))
    console.log(`F-DB-17 ${files.length} source files read, ${hits.length} open a live file`)
    expect(files.length).toBeGreaterThan(100)
    expect(hits).toEqual([])
    expect(suspect.test(`readFileSync(join(folder, indexFile))`)).toBe(true)
  })
})

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sources(path)
    return /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) ? [path] : []
  })
}
