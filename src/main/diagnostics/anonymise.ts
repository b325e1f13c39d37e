import { scrubSecrets } from '../log/scrub'

/** Names that must not leave this computer, by what they are: `bucket`, `profile`, `host`, `folder`, `user`. */
export type PrivateNames = Readonly<Record<string, readonly (string | null | undefined)[]>>

const shortest = 2

/**
 * A text without secrets, and with `‹bucket 1›` and the like in the place of private names: the same name is the same word everywhere, so that
 * what belongs together still can be seen. Account ids, addresses of the network and object keys go too.
 */
export function anonymiser(names: PrivateNames): (text: string) => string {
  const known = Object.entries(names)
    .flatMap(([kind, each]) => [...new Set(each)].filter((name): name is string => typeof name === 'string' && name.length >= shortest).map((name, at) => ({ name, word: `‹${kind} ${at + 1}›` })))
    // A longer name may hold a shorter one.
    .toSorted((a, b) => b.name.length - a.name.length)
  return (text) => {
    // Whole keys and addresses first: once a name in them is a word of ours, their end cannot be told.
    const placed = scrubSecrets(text)
      .replace(/\bs3:\/\/[^\s"'<>]+/g, 's3://‹object›')
      .replace(/\b(?:data|burr-desktop|snapshots)\/[^\s"'<>,)]+/g, '‹object key›')
      .replace(/\barn:aws[\w-]*:[^\s"'<>]+/g, 'arn:‹resource›')
      .replace(/\bhttps?:\/\/[^\s/"'<>]+/g, (address) => (/^https?:\/\/(?:127\.0\.0\.1|localhost)/.test(address) ? address : 'https://‹host›'))
      .replace(/\b[\w.+-]+@[\w-]+\.[\w.-]+\b/g, '‹e-mail›')
    return known
      .reduce((so, { name, word }) => so.replaceAll(name, word), placed)
      .replace(/(?<![\d.])\d{12}(?![\d.])/g, '‹account›')
      .replace(/\b(?!127\.0\.0\.1\b)\d{1,3}(?:\.\d{1,3}){3}\b/g, '‹address›')
  }
}
