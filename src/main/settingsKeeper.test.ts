import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Change } from '@shared/contract/change'
import type { Settings } from '@shared/model/settings'
import { openSettings } from './settingsKeeper'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'burr-settings-'))
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true })
})

it('tells a change of the connection apart from a change of the looks', () => {
  const changes: Change['kind'][] = []
  const configured: Settings[] = []
  const settings = openSettings(folder, (change) => changes.push(change.kind))
  settings.onConnectionChanged((values) => configured.push(values))

  settings.update({ theme: 'dark', timeZone: 'utc', timeStyle: 'date' })
  expect(changes).toEqual(['settings'])
  expect(configured).toEqual([])

  settings.update({ bucket: 's3://runs-of-today/data/' })
  expect(changes).toEqual(['settings', 'workspace', 'settings'])
  expect(configured.map((values) => values.bucket)).toEqual(['runs-of-today'])
  expect(openSettings(folder, () => undefined).effective().values).toMatchObject({ theme: 'dark', bucket: 'runs-of-today' })
})

it('says in words when the settings cannot be saved', () => {
  const settings = openSettings(folder, () => undefined)
  rmSync(folder, { recursive: true })
  writeFileSync(folder, 'a file where the folder was')
  expect(() => settings.update({ bucket: 'b-one' })).toThrow('could not be saved')
  rmSync(folder)
  folder = mkdtempSync(join(tmpdir(), 'burr-settings-'))
})
