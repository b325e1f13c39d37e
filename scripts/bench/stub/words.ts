/** Reproducible noise: a small generator of numbers below one. */
export function noise(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const syllables = ['ba', 'ren', 'to', 'li', 'ser', 'mo', 'ka', 'ti', 'on', 'ver', 'pa', 'du', 'ne', 'ra', 'sol', 'im', 'gen', 'or', 'ta', 'ques']

/** Five thousand words, the frequent ones short. */
const words = Array.from({ length: 5000 }, (_none, at) => {
  const next = noise(at * 7919 + 1)
  const count = 1 + Math.floor(Math.log10(at + 1) * 0.9 + next())
  return Array.from({ length: count }, () => syllables[Math.floor(next() * syllables.length)] ?? '').join('')
})

/** A text of so many characters or a few more, its words as unevenly frequent as those of a language. */
export function textOf(length: number, next: () => number): string {
  let text = ''
  while (text.length < length) text += `${text === '' ? '' : ' '}${words[Math.floor(words.length ** next()) - 1] ?? 'a'}`
  return text
}
