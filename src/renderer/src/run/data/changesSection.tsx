import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { RunDetail } from '@shared/contract/runs'
import type { LargeChange } from '@shared/contract/values'
import type { StepDetail } from '@shared/model/step'
import { stateDifferenceQuery } from '../../queries/values'
import { changeCounts, changeRows } from '../diff/changes'
import { ChangeList } from '../diff/changeList'
import { diffTexts } from '../diff/diffTexts'
import type { ValueMode } from '../values/shape'
import { BaseChoice } from './baseChoice'
import { useComparison } from './comparison'
import { LargeChanges } from './largeChanges'
import { ReadWriteRemarks } from './readWriteRemarks'
import { Remark, Section } from './section'
import type { States } from './stateWords'

const noTexts = { fromText: null, toText: null }
const noneTold: readonly LargeChange[] = []

/** What changed in the state: against the state before the step, or against the base that was chosen. */
export function ChangesSection({ detail, run, states, mode }: { detail: StepDetail; run: RunDetail; states: States; mode: ValueMode }) {
  const { words, remark, sameWords, large, ...here } = useComparison(detail, run, states)
  const { data, error } = useQuery({ ...stateDifferenceQuery(run.run, detail.step, large?.base ?? null), enabled: large !== null })
  const { fromText, toText } = large === null ? here : (data ?? noTexts)
  const told = large === null ? noneTold : (data?.large ?? noneTold)
  const found = useMemo(() => {
    if (words !== null || fromText === null || toText === null) return null
    const difference = diffTexts(fromText, toText)
    return difference === null ? null : { rows: changeRows(difference.delta, mode), isPartial: difference.isPartial }
  }, [fromText, toText, words, mode])
  const counts = found === null ? null : changeCounts(found.rows)
  const facts = counts === null ? undefined : [counts.added > 0 && `+${counts.added}`, counts.removed > 0 && `−${counts.removed}`, counts.changed > 0 && `~${counts.changed}`].filter(Boolean).join(' ')
  return (
    <Section title="Changes" facts={facts} actions={<BaseChoice run={run} step={detail.step} />}>
      {words === null ? null : <Remark>{words}</Remark>}
      {large !== null && data === undefined ? <Remark>{error === null ? 'Comparing…' : `The states cannot be compared. ${error.message}`}</Remark> : null}
      {words === null && found === null && (large === null || data !== undefined) ? <Remark>A state could not be read as JSON; the raw tab shows its text.</Remark> : null}
      {remark === null ? null : <Remark>{remark}</Remark>}
      {found?.isPartial === true ? <Remark>The states are large: parts of them were compared by place only, or not at all.</Remark> : null}
      {found === null ? null : found.rows.length === 0 && told.length === 0 ? <Remark>{sameWords}</Remark> : <ChangeList rows={found.rows} mode={mode} />}
      <ReadWriteRemarks detail={detail} run={run} />
      {told.length === 0 ? null : <LargeChanges changes={told} mode={mode} />}
    </Section>
  )
}
