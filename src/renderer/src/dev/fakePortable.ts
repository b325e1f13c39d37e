import type { Change } from '@shared/contract/change'
import type { MethodName, Output, Parsed } from '@shared/contract/contract'
import type { OpenedFile, RedactionCount } from '@shared/model/portable'

type PortableMethod = Extract<MethodName, `portable.${string}`>
type PortableAnswers = { readonly [M in PortableMethod]: (input: Parsed<M>) => Output<M> }

/** Stands for exports and opened files: the sample opens, and an export pretends to be saved. */
export function fakePortable(push: (change: Change) => void): PortableAnswers {
  let opened: OpenedFile | null = null
  const show = (next: OpenedFile | null): void => {
    opened = next
    push({ kind: 'portable' })
  }
  const counts = (redaction: Parsed<'portable.preview'>['redaction']): RedactionCount[] => {
    if (redaction === null) return []
    return [...redaction.builtIn, ...redaction.own.map(({ name }) => name)].map((rule) => (rule === 'email' ? { rule, found: 14, distinct: 3 } : { rule, found: 0, distinct: 0 }))
  }
  return {
    'portable.preview': ({ runs, withParents, withChildren, redaction }) => {
      const parents = withParents ? 1 : 0
      const children = withChildren ? 2 : 0
      const all = Math.max(1, runs.length) + parents + children
      return { runs: all, parents, children, objects: all * 5, missing: 0, missingRuns: [], annotations: 1, rawBytes: all * 180_000, sizeBytes: all * 21_000, isSizeExact: true, redaction: counts(redaction) }
    },
    'portable.export': ({ fileName, redaction, runs }) => ({ fileName: `${fileName}.burrsnapshot`, sizeBytes: 84_000, runs: runs.length, objects: 20, missing: 0, annotations: 1, redaction: counts(redaction) }),
    'portable.open': () => null,
    'portable.openSample': () => {
      const sample: OpenedFile = { id: 'sample', kind: 'snapshot', name: 'sample.burrsnapshot', isSample: true, projects: 3, runs: 40, steps: 400, annotations: 0, note: '', focus: null, missing: 0, isRedacted: false }
      show(sample)
      return sample
    },
    'portable.close': () => {
      show(null)
      return null
    },
    'portable.status': () => ({ opened, work: null, report: null, error: null }),
    'portable.cancel': () => null,
    'portable.dismiss': () => null
  }
}
