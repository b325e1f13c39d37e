import { expect, it } from 'vitest'
import { Turns } from './turns'

function held(): { readonly done: Promise<void>; end(): void } {
  let end = (): void => undefined
  const done = new Promise<void>((resolve) => {
    end = resolve
  })
  return { done, end: () => end() }
}

it('does one thing at a time, in order, and goes on after one that failed', async () => {
  const turns = new Turns()
  const first = held()
  const seen: string[] = []
  const one = turns.take(async () => {
    await first.done
    seen.push('one')
    throw new Error('no')
  })
  const two = turns.take(() => void seen.push('two'))
  first.end()
  await expect(one).rejects.toThrow('no')
  await two
  expect(seen).toEqual(['one', 'two'])
})

it('can be answered at once while a turn is long, also by those who came before it was', async () => {
  const turns = new Turns()
  const [short, long, rest] = [held(), held(), held()]
  let answered = 0
  const turn = turns.take(async () => {
    await short.done
    await turns.long(() => long.done)
    await rest.done
  })
  const early = turns.answerable().then(() => (answered += 1))
  await Promise.resolve()
  expect(answered).toBe(0)
  short.end()
  await early
  await turns.answerable()
  let hasEnded = false
  const ended = turns.ended().then(() => (hasEnded = true))
  long.end()
  await new Promise((resolve) => setImmediate(resolve))
  const late = turns.answerable().then(() => (answered += 1))
  await new Promise((resolve) => setImmediate(resolve))
  expect([answered, hasEnded]).toEqual([1, false])
  rest.end()
  await Promise.all([turn, late, ended])
  expect([answered, hasEnded]).toEqual([2, true])
})
