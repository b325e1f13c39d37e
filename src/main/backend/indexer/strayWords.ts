import type { StrayReason } from '../burr/key'

/** Why a key is ignored, in words for a person. */
export const strayWords: Record<StrayReason, string> = {
  'outside-data': 'It does not lie under data/.',
  'directory-marker': 'It is an empty folder marker.',
  'no-time-segments': 'Its key has no date and time as Burr writes them.',
  'impossible-time': 'The date or time in its key does not exist.',
  'unknown-file': 'It is none of the three kinds of file that Burr writes.',
  'no-app-id': 'Its key names no application.'
}
