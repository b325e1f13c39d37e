import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { contract } from '@shared/contract/contract'
import type { MethodName } from '@shared/contract/contract'
import { hostileInput, inputSchema } from '@shared/contract/testInputs'
import { handleCalls, longestReply } from './ipc'

type Listener = (event: { senderFrame: unknown }, method: unknown, input: unknown) => Promise<string>
const registered = new Map<string, Listener>()

vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, listener: Listener) => registered.set(channel, listener) },
  protocol: {}
}))

const isLong = process.env['CI'] === 'true' || process.env['BURR_LONG'] === '1'
const inputsEach = isLong ? 1000 : 25
const longestRefusal = 2_000
const methods = Object.keys(contract) as MethodName[]
const event = { senderFrame: { parent: null, url: 'burr://app/index.html' } }
const call = async (method: string, input: unknown): Promise<unknown> => {
  const text = await (registered.get('burr:call') as Listener)(event, method, input)
  expect(text.length).toBeLessThanOrEqual(longestRefusal)
  return JSON.parse(text)
}

describe('hostile input', () => {
  it.each(methods)('of %s is refused in words, or reaches the call as what its schema describes', async (method) => {
    const taken: unknown[] = []
    handleCalls(async (_method, input) => {
      taken.push(input)
      return '{"ok":true,"value":null}'
    }, null)
    await fc.assert(fc.asyncProperty(hostileInput(method), async (input) => {
      const before = taken.length
      const reply = await call(method, input)
      if (taken.length === before) {
        expect(reply).toMatchObject({ ok: false, error: { code: 'invalid-input', message: expect.stringContaining(method) as string } })
      } else {
        expect(reply).toEqual({ ok: true, value: null })
        const known = JSON.stringify(taken.at(-1))
        expect(contract[method].input.safeParse(JSON.parse(known)).success, known.slice(0, 500)).toBe(true)
        // A thread is told of it by message.
        structuredClone(taken.at(-1))
      }
      expect(Object.keys(Object.prototype)).toEqual([])
    }), { numRuns: inputsEach })
  })

  it('may ask for no more rows than a reply holds', () => {
    // Characters of a value, and what people wrote by hand.
    const known = { 'steps.value': 200_000, 'annotations.list': 10_000 } as Partial<Record<MethodName, number>>
    const limits = methods.flatMap((method) => {
      const limit = inputSchema(method).properties?.['limit']
      return limit === undefined ? [] : [[method, limit.maximum ?? Number.POSITIVE_INFINITY] as const]
    })
    expect(limits.length).toBeGreaterThan(5)
    expect(limits.filter(([method, most]) => most > (known[method] ?? 2_000))).toEqual([])
  })
})

it('a reply that no window could hold becomes an error that says so', async () => {
  handleCalls(async () => 'x'.repeat(longestReply + 1), null)
  expect(await call('projects.list', {})).toMatchObject({ ok: false, error: { code: 'too-large', message: expect.stringContaining('projects.list') as string } })
})
