import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { commandNames } from './cli/options'

it('the launcher before the packaged binary knows every headless command', () => {
  const launcher = readFileSync(new URL('../../scripts/packaging/launcher.sh', import.meta.url), 'utf8')
  const known = /^ {2}([a-z |*-]+)\)$/m.exec(launcher)?.[1]?.split(' | ')
  expect(known?.pop()).toBe('--export-diagnostics*')
  expect(known?.toSorted()).toEqual([...commandNames].toSorted())
})
