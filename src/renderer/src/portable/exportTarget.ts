import type { Input } from '@shared/contract/contract'
import type { RedactionRuleId } from '@shared/model/portable'
import { redactionRules } from '@shared/model/portable'
import type { RunKey } from '@shared/model/run'
import type { StepKey } from '@shared/model/step'
import type { RunListFilter } from '../queries/runs'

/** What is exported: a run, or all runs of a list. */
export type ExportTarget =
  | { readonly kind: 'run'; readonly run: RunKey }
  | { readonly kind: 'list'; readonly list: RunListFilter }

/** A rule of a person's own. */
export interface OwnRule {
  readonly name: string
  readonly pattern: string
}

/** How values are taken out, as the window remembers it. */
export interface RedactionWish {
  readonly isOn: boolean
  readonly without: readonly RedactionRuleId[]
  readonly own: readonly OwnRule[]
}

export const firstRedaction: RedactionWish = { isOn: true, without: [], own: [] }

/** Reads a kept wish; `undefined` when it is none. */
export function readRedaction(kept: unknown): RedactionWish | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined
  const { isOn, without, own } = kept as Partial<Record<keyof RedactionWish, unknown>>
  if (typeof isOn !== 'boolean' || !Array.isArray(without) || !Array.isArray(own)) return undefined
  return {
    isOn,
    without: redactionRules.filter((rule) => without.includes(rule)),
    own: own.filter((rule): rule is OwnRule => typeof rule === 'object' && rule !== null && typeof rule.name === 'string' && typeof rule.pattern === 'string').map(({ name, pattern }) => ({ name, pattern }))
  }
}

/** Why a rule cannot be used, in words; `null` = it can. */
export function problemOfRule({ name, pattern }: OwnRule): string | null {
  if (name.trim() === '') return 'Give the rule a name.'
  if (pattern === '') return 'Write what it looks for.'
  try {
    new RegExp(pattern, 'g')
    return null
  } catch {
    return 'This is not a regular expression.'
  }
}

/** What a target and the choices of the dialog come to. */
export function selectionOf(target: ExportTarget, choice: { readonly withParents: boolean; readonly withChildren: boolean; readonly redaction: RedactionWish }): Input<'portable.preview'> {
  const { withParents, withChildren, redaction } = choice
  const builtIn = redactionRules.filter((rule) => !redaction.without.includes(rule))
  const own = redaction.own.filter((rule) => problemOfRule(rule) === null)
  return { ...runsOf(target), withParents, withChildren, redaction: redaction.isOn ? { builtIn, own } : null }
}

function runsOf(target: ExportTarget): Pick<Input<'portable.preview'>, 'runs' | 'list'> {
  if (target.kind === 'run') {
    const { project, partitionKey, appId } = target.run
    return { runs: [{ project, partitionKey, appId }], list: null }
  }
  const { partitionKey, project, includeNeverStepped, filter, sort, tree } = target.list
  return { runs: [], list: { project, includeNeverStepped, filter, sort, tree, ...(partitionKey === undefined ? {} : { partitionKey }) } }
}

/** The name a file is offered under, and the place it opens at: the step on screen. */
export function wordsOf(target: ExportTarget, step: StepKey | null): Pick<Input<'portable.export'>, 'fileName' | 'focus'> {
  if (target.kind === 'list') return { fileName: target.list.project.slice(0, 100), focus: null }
  const { project, partitionKey, appId } = target.run
  return { fileName: `${project}-${appId}`.slice(0, 100), focus: { run: { project, partitionKey, appId }, step } }
}
