import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { StepDetail } from '@shared/model/step'
import { readWriteNotes } from '@shared/readWrite'
import { graphQuery } from '../../queries/graph'
import { oneLine } from '../values/visibleText'

/** Where the step did not keep to the reads and writes its action declares, or the state changed behind its back; nothing when all is well. */
export function ReadWriteRemarks({ detail, run }: { detail: StepDetail; run: RunDetail }) {
  const { step } = detail
  const hash = run.builds[step.build]?.graphHash ?? run.graphHash
  const { data: graph } = useQuery({ ...graphQuery(hash ?? ''), enabled: hash !== null })
  const remarks = useMemo(() => {
    const notes = readWriteNotes(detail, graph?.actions.find(({ name }) => name === step.action))
    return [
      notes.undeclared.length > 0 ? `Changed in this step, though ${oneLine(step.action, 60)} does not declare to write it: ${names(notes.undeclared)}` : null,
      notes.unwritten.length > 0 ? `Declared to be written, and not in the state after the step: ${names(notes.unwritten)}` : null,
      notes.fromOutside.length > 0 ? `Changed between the step before and this one, by no step of the run: ${names(notes.fromOutside)}` : null
    ].filter((each) => each !== null)
  }, [detail, graph, step.action])
  return remarks.map((remark) => (
    <p key={remark} role="note" className="mx-3 my-1 flex items-start gap-1.5 rounded bg-waiting-soft px-2 py-1 text-sm">
      <TriangleAlert aria-hidden size={13} className="mt-0.5 shrink-0 text-waiting" />
      <span className="min-w-0 break-words">{remark}</span>
    </p>
  ))
}

const names = (fields: readonly string[]): string => `${fields.slice(0, 12).map((name) => oneLine(name, 60)).join(', ')}${fields.length > 12 ? ` and ${fields.length - 12} more` : ''}`
