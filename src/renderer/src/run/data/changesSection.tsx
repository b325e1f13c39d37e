import { useMemo } from 'react'
import { changeCounts, changeRows } from '../diff/changes'
import { ChangeList } from '../diff/changeList'
import { diffTexts } from '../diff/diffTexts'
import type { ValueMode } from '../values/shape'
import { Remark, Section } from './section'
import type { States } from './stateWords'

/** What the step changed in the state, against the state before it. */
export function ChangesSection({ states, mode }: { states: States; mode: ValueMode }) {
  const { beforeText, afterText, changesWords } = states
  const found = useMemo(() => {
    if (changesWords !== null || beforeText === null || afterText === null) return null
    const difference = diffTexts(beforeText, afterText)
    return difference === null ? null : { rows: changeRows(difference.delta, mode), isPartial: difference.isPartial }
  }, [beforeText, afterText, changesWords, mode])
  if (changesWords !== null) return <Section title="Changes"><Remark>{changesWords}</Remark></Section>
  if (found === null) return <Section title="Changes"><Remark>A state could not be read as JSON; the raw tab shows its text.</Remark></Section>
  const counts = changeCounts(found.rows)
  const facts = [counts.added > 0 && `+${counts.added}`, counts.removed > 0 && `−${counts.removed}`, counts.changed > 0 && `~${counts.changed}`].filter(Boolean).join(' ')
  return (
    <Section title="Changes" facts={facts}>
      {found.isPartial ? <Remark>The states are large: parts of them were compared by place only, or not at all.</Remark> : null}
      {found.rows.length === 0 ? <Remark>The step left the state as it was.</Remark> : <ChangeList rows={found.rows} mode={mode} />}
    </Section>
  )
}
