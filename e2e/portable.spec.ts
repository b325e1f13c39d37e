import { join } from 'node:path'
import { existsSync, statSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { ElectronApplication, Page } from '@playwright/test'
import { repoRoot } from '../scripts/runtime/paths.mjs'
import { expect, test } from './fixtures'

const sample = join(repoRoot, 'resources', 'sample.burrsnapshot')

/** The next dialog for a place to save answers with this path. */
async function saveTo(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
}

const log = [
  { type: 'begin_entry', start_time: '2026-11-20T12:00:00.000000', action: 'ask', inputs: {}, sequence_id: 0 },
  { type: 'end_entry', end_time: '2026-11-20T12:00:01.000000', action: 'ask', result: {}, exception: null, state: {}, sequence_id: 0 }
].map((entry) => `${JSON.stringify(entry)}\n`).join('')

/** Drops a file of this computer on the window: only one that an input was given has a path. */
async function dropOn(window: Page, path: string): Promise<void> {
  await window.evaluate(() => {
    const input = document.createElement('input')
    input.type = 'file'
    input.id = 'dropped'
    document.body.append(input)
  })
  await window.locator('#dropped').setInputFiles(path)
  await window.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#dropped')
    const data = new DataTransfer()
    for (const file of input?.files ?? []) data.items.add(file)
    input?.remove()
    for (const type of ['dragover', 'drop']) globalThis.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }))
  })
}

/** The texts of the panes of a run, without what tells how long ago things were. */
async function paneTexts(window: Page): Promise<string[]> {
  const main = window.locator('main')
  await expect(main.getByRole('treeitem', { selected: true })).toBeVisible()
  await expect(main.getByText('Caused by').first()).toBeVisible()
  const texts = await main.getByRole('treeitem').allInnerTexts()
  const inspector = await main.getByRole('tabpanel').allInnerTexts()
  return [...texts, ...inspector].map((text) => text.replaceAll(/\b\d+ (?:s|min|h|d|days?|weeks?|months?) ago\b/g, 'ago'))
}

test('from the sample to a file that shows a colleague the same', async ({ launchApp }) => {
  const folder = await mkdtemp(join(tmpdir(), 'burr-e2e-portable-'))
  const path = join(folder, 'run.burrsnapshot')
  try {
    const first = await launchApp()
    const { window, app } = first
    const banner = window.getByRole('region', { name: 'Opened file' })

    await test.step('look around without an account', async () => {
      await window.getByRole('button', { name: 'Look around with sample data' }).click()
      await expect(banner).toContainText('Sample data')
      await expect(banner).toContainText('read-only')
    })

    const seen = await test.step('it opens at a failing step, with its exception', () => paneTexts(window))

    await test.step('what would be written is refused in words', async () => {
      const reply = await window.evaluate(async () => {
        const { burr } = globalThis as unknown as { burr: { call(method: string, input: unknown): Promise<string> } }
        return await burr.call('annotations.delete', { annotationId: 1 })
      })
      expect(reply).toContain('read-only')
    })

    await test.step('export the run, with its family and a note', async () => {
      await saveTo(app, path)
      await window.keyboard.press('ControlOrMeta+Shift+S')
      const dialog = window.getByRole('dialog', { name: 'Export the run' })
      await expect(dialog.getByRole('status')).toContainText(/\d+ runs?, \d+ objects?.*KiB/, { timeout: 15_000 })
      await expect(dialog.getByText(/\d+ places?/).first()).toBeVisible()
      await dialog.getByRole('checkbox', { name: /Replace secrets/ }).click()
      await dialog.getByLabel('Note').fill('look at the cause')
      await dialog.getByRole('button', { name: 'Save as…' }).click()
      await expect(window.getByText(/Saved run\.burrsnapshot/)).toBeVisible({ timeout: 15_000 })
      await expect(dialog).toBeHidden()
      expect(existsSync(path) && statSync(path).size > 1000 && statSync(path).size < statSync(sample).size).toBe(true)
    })

    await test.step('the way back leads to the empty workspace', async () => {
      await banner.getByRole('button', { name: 'Close' }).click()
      await expect(window.getByRole('button', { name: 'Look around with sample data' })).toBeVisible()
    })
    await first.close()

    await test.step('on another computer, by a double click: the same panes show the same text', async () => {
      const second = await launchApp({ args: [path] })
      const other = second.window.getByRole('region', { name: 'Opened file' })
      await expect(other).toContainText('run.burrsnapshot')
      await expect(other).toContainText('look at the cause')
      expect(await paneTexts(second.window)).toEqual(seen)

      await test.step('a loose log that is dropped on the window opens in its place', async () => {
        await writeFile(join(folder, 'loose.jsonl'), log)
        await dropOn(second.window, join(folder, 'loose.jsonl'))
        await expect(other).toContainText('Opened log loose.jsonl')
        await expect(second.window.getByRole('row', { name: /opened-file/ })).toBeVisible()
      })

      await test.step('what is nothing to open is said in words, and nothing changes', async () => {
        await writeFile(join(folder, 'cat.png'), 'no picture')
        await dropOn(second.window, join(folder, 'cat.png'))
        await expect(second.window.getByRole('alert')).toContainText('cat.png is nothing that Burr Desktop opens')
        await expect(other).toContainText('Opened log loose.jsonl')
      })
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
