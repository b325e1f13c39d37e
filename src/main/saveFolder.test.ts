import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ dialog: {} }))
const { writeFolders } = await import('./saveFolder')

it('a run is written whole, with its own time, and never into one that is there', async () => {
  const place = mkdtempSync(join(tmpdir(), 'burr-save-'))
  try {
    const run = (folder: string) => ({ folder, files: [{ name: 'log.jsonl', text: 'x\n' }, { name: 'metadata.json', text: '{}' }], lastTimeUs: 1_700_000_000_000_000 })
    expect(await writeFolders(place, { project: 'p', runs: [run('a'), run('b')], leftOut: 0 })).toBe(0)
    expect([readdirSync(join(place, 'p')), readdirSync(join(place, 'p', 'a')).toSorted()]).toEqual([['a', 'b'], ['log.jsonl', 'metadata.json']])
    expect(statSync(join(place, 'p', 'a')).mtimeMs).toBe(1_700_000_000_000)
    await expect(writeFolders(place, { project: 'p', runs: [run('a')], leftOut: 0 })).rejects.toThrow('already')
    expect(await writeFolders(place, { project: 'p', runs: [run('c'), run('b')], leftOut: 0 })).toBe(1)
    expect(readFileSync(join(place, 'p', 'c', 'log.jsonl'), 'utf8')).toBe('x\n')
    await expect(writeFolders(join(place, 'p', 'a', 'log.jsonl'), { project: 'p', runs: [run('d')], leftOut: 0 })).rejects.toThrow('could not be saved')
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
})
