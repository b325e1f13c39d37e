import { beforeEach, describe, expect, it, vi } from 'vitest'
import { contract } from '@shared/contract/contract'
import type { MethodName } from '@shared/contract/contract'
import { handleCalls, isOwnFrame, parseInput } from './ipc'

type Listener = (event: { senderFrame: unknown }, method: unknown, input: unknown) => Promise<string>
const registered = new Map<string, Listener>()

vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, listener: Listener) => registered.set(channel, listener) },
  protocol: {}
}))

const ownFrame = { parent: null, url: 'burr://app/index.html#/projects' }

describe('isOwnFrame', () => {
  it('takes the main frame at our origin and nothing else', () => {
    expect(isOwnFrame(ownFrame as never, null)).toBe(true)
    const strangers = [
      null,
      { parent: {}, url: 'burr://app/index.html' },
      { parent: null, url: 'about:blank' },
      { parent: null, url: '' },
      { parent: null, url: 'burr://app.evil/index.html' },
      { parent: null, url: 'burr://other/index.html' },
      { parent: null, url: 'file:///index.html' },
      { parent: null, url: 'https://app/index.html' },
      { parent: null, url: 'http://localhost:5173/' }
    ]
    for (const frame of strangers) expect(isOwnFrame(frame as never, null), JSON.stringify(frame)).toBe(false)
  })

  it('takes the development server only while developing', () => {
    const frame = { parent: null, url: 'http://localhost:5173/#/projects' }
    expect(isOwnFrame(frame as never, 'http://localhost:5173')).toBe(true)
    expect(isOwnFrame({ parent: null, url: 'http://localhost:9999/' } as never, 'http://localhost:5173')).toBe(false)
  })
})

describe('parseInput', () => {
  const hostile: unknown[] = [
    undefined,
    7,
    'text',
    [],
    { unexpected: 1 },
    { project: '' },
    { project: 'x'.repeat(1025) },
    { project: 'p', limit: Number.NaN },
    { project: 'p', limit: 1e9 },
    JSON.parse('{"__proto__":{"polluted":1},"x":1}')
  ]

  it('refuses what no schema takes, on every method', () => {
    let refused = 0
    for (const method of Object.keys(contract) as MethodName[]) {
      for (const input of hostile) {
        expect(() => parseInput(method, input), `${method} ${JSON.stringify(input)}`).toThrow(method)
        refused += 1
      }
    }
    expect(refused).toBe(Object.keys(contract).length * hostile.length)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('fills defaults in', () => {
    expect(parseInput('runs.list', { project: 'p' })).toEqual({ project: 'p', includeNeverStepped: false, filter: '', sort: { by: 'active', descending: true }, tree: false, count: true, limit: 100 })
  })
})

describe('handleCalls', () => {
  const answered: unknown[] = []
  const call = async (frame: unknown, method: unknown, input: unknown): Promise<unknown> =>
    JSON.parse(await (registered.get('burr:call') as Listener)({ senderFrame: frame }, method, input))

  beforeEach(() => {
    answered.length = 0
    handleCalls(async (method, input) => {
      answered.push([method, input])
      return '{"ok":true,"value":[]}'
    }, null)
  })

  it('answers our own page', async () => {
    expect(await call(ownFrame, 'projects.list', {})).toEqual({ ok: true, value: [] })
    expect(answered).toEqual([['projects.list', {}]])
  })

  it('answers no stranger, no unknown method and no prototype name, and says so', async () => {
    expect(await call({ parent: null, url: 'about:blank' }, 'projects.list', {})).toMatchObject({ ok: false, error: { code: 'access-denied' } })
    for (const method of ['projects.drop', '__proto__', 'constructor', 'toString', 7, null]) {
      expect(await call(ownFrame, method, {})).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
    }
    expect(answered).toEqual([])
  })
})
