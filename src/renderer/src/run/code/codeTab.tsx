import { useQuery } from '@tanstack/react-query'
import { BookOpen, CodeXml, LogIn, PencilLine } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { GraphAction } from '@shared/model/graph'
import { graphQuery } from '../../queries/graph'
import { CopyButton } from '../../ui/copyButton'
import { EmptyState } from '../../ui/emptyState'
import { ErrorState } from '../../ui/errorState'
import { Skeleton } from '../../ui/skeleton'
import { oneLine } from '../values/visibleText'
import { PythonCode } from './pythonCode'

/** The source of the step's action and what it reads, writes and needs. */
export function CodeTab({ graphHash, action: name }: { graphHash: string | null; action: string }) {
  if (graphHash === null) {
    return <EmptyState icon={CodeXml} title="No code is recorded">The graph of this run is not in the bucket, or has not been indexed yet. It holds the code of the actions.</EmptyState>
  }
  return <CodeOfAction graphHash={graphHash} name={name} />
}

function CodeOfAction({ graphHash, name }: { graphHash: string; name: string }) {
  const { data, error, refetch } = useQuery(graphQuery(graphHash))
  if (error !== null) return <ErrorState title="The graph cannot be read" error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <div className="p-3"><Skeleton width={200} /></div>
  const action = data.actions.find((each) => each.name === name)
  if (action === undefined) {
    return <EmptyState icon={CodeXml} title={`The graph has no action ${oneLine(name, 60)}`}>The run was logged with another version of the graph than the one that is known.</EmptyState>
  }
  return <ActionView action={action} />
}

function ActionView({ action }: { action: GraphAction }) {
  const hasCode = action.code.trim() !== '' && action.code.trim() !== 'No source available'
  return (
    <div>
      <div className="flex flex-col gap-1.5 border-b px-3 py-2">
        <h2 className="font-mono font-semibold" data-selectable>{oneLine(action.name, 200)}</h2>
        <Fields word="reads" icon={BookOpen} names={action.reads} />
        <Fields word="writes" icon={PencilLine} names={action.writes} />
        <Fields word="inputs" icon={LogIn} names={shown(action.requiredInputs)} optional={shown(action.optionalInputs)} />
      </div>
      {hasCode ? (
        <div className="relative">
          <span className="absolute top-1.5 right-1.5 z-10"><CopyButton text={action.code} label="Copy the code" /></span>
          <PythonCode code={action.code} />
        </div>
      ) : (
        <p className="px-3 py-2 text-sm text-ink-dim">Burr could not read the source of this action when the application was built.</p>
      )}
    </div>
  )
}

/** Burr passes these itself; nobody gives them. */
const shown = (names: readonly string[]): readonly string[] => names.filter((name) => !name.startsWith('__'))

function Fields({ word, icon: Icon, names, optional = [] }: { word: string; icon: LucideIcon; names: readonly string[]; optional?: readonly string[] }) {
  return (
    <div className="flex items-start gap-2 text-sm">
      <span className="flex w-16 shrink-0 items-center gap-1.5 leading-5 text-ink-faint"><Icon aria-hidden size={13} /> {word}</span>
      <ul className="flex min-w-0 flex-wrap gap-1">
        {names.map((name) => <Chip key={name} name={name} note={null} />)}
        {optional.map((name) => <Chip key={name} name={name} note="optional" />)}
        {names.length + optional.length === 0 ? <li className="leading-5 text-ink-faint">none</li> : null}
      </ul>
    </div>
  )
}

function Chip({ name, note }: { name: string; note: string | null }) {
  return (
    <li className={`flex h-5 items-center gap-1 rounded border bg-panel px-1.5 font-mono ${note === null ? '' : 'border-dashed text-ink-dim'}`} data-selectable>
      {oneLine(name, 80)}
      {note === null ? null : <span className="font-sans text-xs text-ink-faint">{note}</span>}
    </li>
  )
}
