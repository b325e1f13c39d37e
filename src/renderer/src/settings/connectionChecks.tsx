import { CircleCheck, CircleDashed, CircleMinus, CircleX, TriangleAlert } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { CheckResult } from '@shared/model/connectionCheck'
import { CopyButton } from '../ui/copyButton'

const order: readonly CheckResult['name'][] = ['identity', 'region', 'list', 'get', 'put-snapshot']

const names: Readonly<Record<CheckResult['name'], string>> = {
  identity: 'Who you are',
  region: 'Region of the bucket',
  list: 'List runs',
  get: 'Read a run',
  'put-snapshot': 'Write snapshots (optional)'
}

const looks: Readonly<Record<CheckResult['state'] | 'pending', { readonly icon: LucideIcon; readonly ink: string; readonly word: string }>> = {
  pass: { icon: CircleCheck, ink: 'text-ok', word: 'Passed' },
  warn: { icon: TriangleAlert, ink: 'text-waiting', word: 'Warning' },
  fail: { icon: CircleX, ink: 'text-failed', word: 'Failed' },
  skipped: { icon: CircleMinus, ink: 'text-lost', word: 'Not tried' },
  pending: { icon: CircleDashed, ink: 'text-ink-faint', word: 'Trying' }
}

/** The checks of a connection, each with what was found, what to do, and the policy statement to ask for; `undefined` = under way. */
export function ConnectionChecks({ results }: { results: readonly CheckResult[] | undefined }) {
  return (
    <ol className="mt-3 divide-y divide-line rounded-md border" aria-label="Connection checks" aria-busy={results === undefined}>
      {order.map((name) => {
        const result = results?.find((each) => each.name === name)
        if (results !== undefined && result === undefined) return null
        return <Check key={name} name={name} result={result} />
      })}
    </ol>
  )
}

function Check({ name, result }: { name: CheckResult['name']; result: CheckResult | undefined }) {
  const { icon: Icon, ink, word } = looks[result?.state ?? 'pending']
  return (
    <li className="px-3 py-2">
      <div className="flex items-start gap-2">
        <Icon aria-hidden size={15} className={`mt-0.5 shrink-0 ${ink}`} />
        <span className="sr-only">{word}: </span>
        <span className="w-40 shrink-0 font-medium">{names[name]}</span>
        <span className="min-w-0 flex-1 break-words text-ink-dim" data-selectable>
          {result?.words ?? 'Trying…'}
          {result?.whatToDo == null ? null : <span className="block text-ink">{result.whatToDo}</span>}
        </span>
      </div>
      {result?.policyStatement == null ? null : (
        <div className="relative mt-2 ml-6">
          <pre className="max-h-48 overflow-auto rounded-md border bg-panel p-2 pr-10 font-mono text-sm">{result.policyStatement}</pre>
          <div className="absolute top-1 right-1">
            <CopyButton text={result.policyStatement} label="Copy the policy statement" />
          </div>
        </div>
      )}
    </li>
  )
}
