import { lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { contract } from '@shared/contract/contract'
import { saveText } from './saveText'

const asked = vi.hoisted(() => ({ options: null as unknown, answer: { canceled: false, filePath: '' } }))
vi.mock('electron', () => ({
  app: { getPath: () => 'downloads' },
  dialog: {
    showSaveDialog: (options: unknown) => {
      asked.options = options
      return Promise.resolve(asked.answer)
    }
  }
}))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burr-save-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const save = (filePath: string, text: string) => {
  asked.answer = { canceled: false, filePath }
  return saveText(null, { fileName: 'annotations-demo-01234567.csv', text })
}

it('asks where, with a name to begin with, and writes there', async () => {
  expect(await save(join(folder, 'mine.csv'), 'a,ü\r\n')).toEqual({ savedAs: 'mine.csv' })
  expect(readFileSync(join(folder, 'mine.csv'), 'utf8')).toBe('a,ü\r\n')
  expect(asked.options).toMatchObject({ defaultPath: join('downloads', 'annotations-demo-01234567.csv'), filters: [{ extensions: ['csv'] }] })
  expect(readdirSync(folder)).toEqual(['mine.csv'])
})

it('writes nothing when the person chooses not to', async () => {
  asked.answer = { canceled: true, filePath: '' }
  expect(await saveText(null, { fileName: 'a.csv', text: 'x' })).toEqual({ savedAs: null })
})

it('replaces a file that the person agreed to replace, and a link instead of what it leads to', async () => {
  writeFileSync(join(folder, 'old.csv'), 'old and longer than the new')
  await save(join(folder, 'old.csv'), 'new')
  expect(readFileSync(join(folder, 'old.csv'), 'utf8')).toBe('new')
  writeFileSync(join(folder, 'precious'), 'precious')
  symlinkSync(join(folder, 'precious'), join(folder, 'link.csv'))
  await save(join(folder, 'link.csv'), 'new')
  expect(lstatSync(join(folder, 'link.csv')).isSymbolicLink()).toBe(false)
  expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('precious')
})

it('says why it could not write, and leaves nothing half done', async () => {
  await expect(save(join(folder, 'nowhere', 'a.csv'), 'x')).rejects.toMatchObject({ code: 'access-denied' })
  mkdirSync(join(folder, 'taken.csv'))
  writeFileSync(join(folder, 'taken.csv', 'inside'), '')
  await expect(save(join(folder, 'taken.csv'), 'x')).rejects.toMatchObject({ code: 'access-denied' })
  expect(readdirSync(folder)).toEqual(['taken.csv'])
})

it.each(['../a.csv', '/etc/passwd', 'a/b.csv', 'C:a.csv', '.hidden', 'a.csv.', 'a.csv ', '', 'x'.repeat(121)])('a window cannot suggest the name %j', (fileName) => {
  expect(contract['app.saveText'].input.safeParse({ fileName, text: '' }).success).toBe(false)
})
