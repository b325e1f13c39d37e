import type { LinkTarget } from '@shared/contract/change'

/** What a link asks for: something to show in a bucket, or why it is not followed. */
export type DeepLink = { readonly ok: true; readonly bucket: string | null; readonly target: LinkTarget } | { readonly ok: false; readonly why: string }

const longest = 4096
const known = new Set(['bucket', 'project', 'partition', 'app', 'seq', 'filter'])
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
// oxlint-disable-next-line no-control-regex -- Control characters are what is looked for.
const unprintable = /[\u0000-\u001F\u007F\u202A-\u202E\u2066-\u2069]/

const refuse = (why: string): DeepLink => ({ ok: false, why })

/**
 * Reads `burr-desktop://open?bucket=…&project=…[&partition=…&app=…[&seq=…]][&filter=…]`. A link can only show something: it sets nothing and
 * names no profile, endpoint or file. Anything beyond this shape is refused whole.
 */
export function readDeepLink(text: string): DeepLink {
  if (text.length > longest) return refuse('The link is longer than any of ours.')
  if (!URL.canParse(text)) return refuse('This is not a link.')
  const url = new URL(text)
  const place = `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`
  if (place !== 'burr-desktop://open' || url.hash !== '' || url.username !== '' || url.password !== '') return refuse('Burr Desktop knows no such link.')
  const fields = new Map<string, string>()
  for (const [name, value] of url.searchParams) {
    if (!known.has(name) || fields.has(name)) return refuse(`The link holds “${name.slice(0, 40)}”, which no link of ours does.`)
    if (value === '' || unprintable.test(value)) return refuse(`“${name}” of the link is empty or holds signs that cannot be seen.`)
    fields.set(name, value)
  }
  return targetOf(fields)
}

function targetOf(fields: ReadonlyMap<string, string>): DeepLink {
  const bucket = fields.get('bucket') ?? null
  if (bucket !== null && !bucketName.test(bucket)) return refuse('“bucket” of the link is not the name of a bucket.')
  const project = fields.get('project')
  if (project === undefined) return refuse('The link does not say which project.')
  const appId = fields.get('app')
  const seq = fields.get('seq')
  if (seq !== undefined && (appId === undefined || !/^-?\d{1,15}$/.test(seq))) return refuse('“seq” of the link is not the number of a step.')
  if (appId === undefined) return { ok: true, bucket, target: { kind: 'project', project, filter: fields.get('filter') ?? '' } }
  const run = { project, partitionKey: fields.get('partition') ?? null, appId }
  return { ok: true, bucket, target: { kind: 'run', run, sequenceId: seq === undefined ? null : Number(seq) } }
}

/** The first of the arguments that is a link of ours; `null` = none. */
export function linkAmong(args: readonly string[]): string | null {
  return args.find((each) => each.startsWith('burr-desktop:')) ?? null
}
