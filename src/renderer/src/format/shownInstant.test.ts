import { describe, expect, it } from 'vitest'
import { fullInstant, instantFormats, offsetWords, shortInstant } from './instant'

const timeUs = Date.UTC(2026, 10, 22, 13, 5, 9, 42) * 1000
// Thin and no-break spaces of the locale data read as plain ones here.
const plain = (text: string): string => text.replaceAll(/\s/g, ' ')

describe('an instant on screen', () => {
  it.each([
    ['en-GB', '22 Nov 2026, 13:05:09.042 UTC'],
    ['de-DE', '22. Nov. 2026, 13:05:09,042 UTC'],
    ['ja-JP', '2026年11月22日 13:05:09.042 UTC']
  ])('follows the locale %s', (locale, words) => expect(plain(fullInstant(timeUs, 'utc', null, instantFormats(locale)))).toBe(words))

  it('is written by the clock of its producer where that is known, and says by which', () => {
    const formats = instantFormats('en-GB')
    expect(plain(fullInstant(timeUs, 'producer', -210, formats))).toBe('22 Nov 2026, 09:35:09.042 UTC−3:30')
    expect(plain(shortInstant(timeUs, 'producer', 330, formats))).toBe('22 Nov, 18:35:09')
    expect(fullInstant(timeUs, 'producer', null, formats)).toBe(fullInstant(timeUs, 'local', null, formats))
  })

  it('is a dash when no calendar holds it', () => expect([fullInstant(9e18, 'utc'), shortInstant(9e18, 'local')]).toEqual(['—', '—']))

  it.each([[0, 'UTC'], [60, 'UTC+1'], [-300, 'UTC−5'], [345, 'UTC+5:45']])('%s minutes from UTC read %s', (minutes, words) => expect(offsetWords(minutes)).toBe(words))
})
