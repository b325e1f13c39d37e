import { useMemo } from 'react'
import type { StepDetail } from '@shared/model/step'
import type { RunDetail } from '@shared/contract/runs'
import type { LargePlace } from '../../queries/values'
import { CopyButton } from '../../ui/copyButton'
import { LargeTree } from '../values/largeTree'
import type { ValueMode } from '../values/shape'
import { AttributesSection } from './attributesSection'
import { ChangesSection } from './changesSection'
import { useForkState } from './comparison'
import { ExceptionSection } from './exceptionSection'
import { JsonValue } from './jsonValue'
import { Remark, Section } from './section'
import { StateSection } from './stateSection'
import { statesOf } from './stateWords'
import { StreamSection } from './streamSection'

/** Everything a step holds: what it changed, the state, what went in and came out, and what went wrong. */
export function DataTab({ detail, run, mode }: { detail: StepDetail; run: RunDetail; mode: ValueMode }) {
  const fork = useForkState(run, detail.previousStep === null)
  const states = useMemo(() => statesOf(detail, run, fork), [detail, run, fork])
  const large = (of: 'result' | 'inputs'): LargeValue | null => {
    const length = detail.large?.[of]
    return length === undefined ? null : { place: { run: run.run, step: detail.step, of }, length }
  }
  const { resultText, inputsText, exception, attributes, spans, stream, step } = detail
  return (
    <div>
      {exception === null || exception === '' ? null : <ExceptionSection text={exception} />}
      <ChangesSection detail={detail} run={run} states={states} mode={mode} />
      <StateSection states={states} run={run.run} detail={detail} mode={mode} />
      <ValueSection title="Result" root="result" text={resultText} large={large('result')} mode={mode} empty={step.status === 'open' ? 'The step has not ended.' : 'No result is recorded.'} />
      <ValueSection title="Inputs" root="inputs" text={inputsText} large={large('inputs')} mode={mode} empty={step.beginRecorded ? 'No inputs are recorded.' : 'The begin of this step is not in the log, so its inputs are not known.'} />
      {attributes.length > 0 ? <AttributesSection step={step} attributes={attributes} spans={spans} mode={mode} /> : null}
      {stream === null ? null : <StreamSection stream={stream} />}
    </div>
  )
}

interface LargeValue {
  readonly place: LargePlace
  readonly length: number
}

interface ValueSectionProps {
  readonly title: string
  readonly root: string
  readonly text: string | null
  readonly large: LargeValue | null
  readonly mode: ValueMode
  readonly empty: string
}

function ValueSection({ title, root, text, large, mode, empty }: ValueSectionProps) {
  if (large !== null) return <Section title={title}><LargeTree place={large.place} root={root} path={[]} mode={mode} length={large.length} /></Section>
  const isEmpty = text === null || /^\s*\{\s*\}\s*$/.test(text)
  return (
    <Section title={title} facts={isEmpty && text !== null ? 'empty' : undefined} actions={isEmpty ? undefined : <CopyButton text={text ?? ''} label={`Copy the ${root} as logged`} />}>
      {text === null ? <Remark>{empty}</Remark> : isEmpty ? null : <JsonValue text={text} root={root} mode={mode} />}
    </Section>
  )
}
