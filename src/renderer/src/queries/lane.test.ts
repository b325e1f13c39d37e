import { expect, it } from 'vitest'
import { NewestFirst } from './lane'

it('makes the newest call next, and none that was given up', async () => {
  const lane = new NewestFirst()
  const made: string[] = []
  let free: () => void = () => undefined
  const call = (name: string) => () => {
    made.push(name)
    return new Promise<string>((resolve) => {
      free = () => resolve(name)
    })
  }
  const givenUp = new AbortController()
  const first = lane.run(new AbortController().signal, call('first'))
  const second = lane.run(new AbortController().signal, call('second'))
  const dropped = lane.run(givenUp.signal, call('dropped'))
  const last = lane.run(new AbortController().signal, call('last'))
  givenUp.abort()
  await expect(dropped).rejects.toThrow('Nobody waits')
  for (const each of [first, last, second]) {
    free()
    await each
    await Promise.resolve()
  }
  expect(made).toEqual(['first', 'last', 'second'])
})

it('goes on after a call that failed', async () => {
  const lane = new NewestFirst()
  const { signal } = new AbortController()
  await expect(lane.run(signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(lane.run(signal, () => Promise.resolve(1))).resolves.toBe(1)
})
