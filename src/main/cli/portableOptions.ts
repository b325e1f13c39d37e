import type { AppError } from '@shared/errors'

/** What `export` is told beside the project. */
export interface PortableOptions {
  readonly runs: readonly string[]
  readonly filter: string | undefined
  readonly out: string
  /** Neither parents nor forks and sub-runs come along. */
  readonly isAlone: boolean
  readonly withAnnotations: boolean
  readonly isRedacted: boolean
  readonly rules: readonly { readonly name: string; readonly pattern: string }[]
  readonly note: string
  readonly isForced: boolean
}

/** The arguments of `export`, as `parseArgs` takes them. */
export const portableArguments = {
  runs: { type: 'string', multiple: true },
  filter: { type: 'string' },
  out: { type: 'string' },
  alone: { type: 'boolean' },
  'no-annotations': { type: 'boolean' },
  'no-redact': { type: 'boolean' },
  rule: { type: 'string', multiple: true },
  note: { type: 'string' },
  force: { type: 'boolean' }
} as const

/** The options of a command that exports nothing. */
export const noPortableOptions: PortableOptions = { runs: [], filter: undefined, out: '', isAlone: false, withAnnotations: true, isRedacted: true, rules: [], note: '', isForced: false }

type Values = { readonly [Name in keyof typeof portableArguments]?: string | boolean | readonly (string | boolean)[] | undefined }

/** Reads the options of `export`; throws what `wrong` makes of a sentence. */
export function readPortableOptions(values: Values, wrong: (message: string) => AppError): PortableOptions {
  const runs = texts(values.runs).flatMap((text) => text.split(',')).filter((text) => text !== '')
  const filter = typeof values.filter === 'string' ? values.filter : undefined
  if (runs.length === 0 && filter === undefined) throw wrong('export needs --runs, or a --filter (an empty one means all runs of the project).')
  if (typeof values.out !== 'string' || values.out === '') throw wrong('export needs --out.')
  const isRedacted = values['no-redact'] !== true
  const rules = texts(values.rule).map((text) => {
    const at = text.indexOf('=')
    if (at < 1 || at === text.length - 1) throw wrong('--rule is written NAME=REGEX.')
    return { name: text.slice(0, at), pattern: text.slice(at + 1) }
  })
  if (!isRedacted && rules.length > 0) throw wrong('--rule and --no-redact exclude each other.')
  return {
    runs, filter, out: values.out, isAlone: values.alone === true, withAnnotations: values['no-annotations'] !== true, isRedacted, rules,
    note: typeof values.note === 'string' ? values.note : '', isForced: values.force === true
  }
}

function texts(value: Values['runs']): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []
}
