// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { doAction } from '../keyboard/actions'
import { shortcutTable } from '../keyboard/shortcuts'
import { HelpDialogs } from './helpDialogs'

afterEach(cleanup)

it('leads to Burr’s documentation, examples, source and community, asked for in the browser', () => {
  const opened: unknown[] = []
  window.burr = {
    call: (method, input) => {
      opened.push([method, input])
      return Promise.resolve('{"ok":true,"value":null}')
    },
    openDropped: () => Promise.resolve(''),
    onChange: () => () => undefined
  }
  render(<HelpDialogs />)
  const entries = shortcutTable.filter(({ id }) => /^help\.(docs|examples|source|discussions|discord)$/.test(id))
  expect(entries.map(({ id }) => doAction(id))).toEqual([true, true, true, true, true])
  expect(opened).toEqual([
    'https://burr.apache.org/', 'https://github.com/apache/burr/tree/main/examples', 'https://github.com/apache/burr',
    'https://github.com/apache/burr/discussions', 'https://discord.gg/6Zy2DwP4f3'
  ].map((url) => ['app.openLink', { url }]))
})
