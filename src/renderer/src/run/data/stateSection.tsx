import { use, useMemo, useState } from 'react'
import type { RunKey } from '@shared/model/run'
import type { StepDetail } from '@shared/model/step'
import { CopyButton } from '../../ui/copyButton'
import { FieldToolsContext } from '../values/fieldTools'
import { LargeTree } from '../values/largeTree'
import type { ValueMode } from '../values/shape'
import { JsonValue } from './jsonValue'
import { Remark, Section } from './section'
import { Segments } from './segments'
import type { States } from './stateWords'

/** The state before and after the step; where one is not in the log, why. */
export function StateSection({ states, run, detail, mode }: { states: States; run: RunKey; detail: StepDetail; mode: ValueMode }) {
  const { previousStep, step } = detail
  const [asked, setAsked] = useState<'before' | 'after'>('after')
  const text = asked === 'after' ? states.afterText : states.beforeText
  const large = asked === 'after' ? states.afterLarge : states.beforeLarge
  const words = asked === 'after' ? states.afterWords : states.beforeWords
  const tools = use(FieldToolsContext)
  // Of a field before the step, who wrote it last is a question to the steps before.
  const shown = useMemo(() => (tools === null || asked === 'after' ? tools : { ...tools, step: previousStep }), [tools, asked, previousStep])
  return (
    <Section
      title="State"
      facts={asked === 'after' ? 'after the step' : 'before the step'}
      actions={
        <>
          <Segments label="Which state" value={asked} onChange={setAsked} options={[['before', 'Before'], ['after', 'After']]} />
          {text === null ? null : <CopyButton text={text} label="Copy the state as logged" />}
        </>
      }
    >
      {(text === null && large === null) || asked === 'before' ? <Remark>{words}</Remark> : null}
      {text === null && large === null && asked === 'after' && (states.beforeText !== null || states.beforeLarge !== null) ? (
        <Remark><button type="button" onClick={() => setAsked('before')} className="text-accent hover:underline">Show the state before the step</button></Remark>
      ) : null}
      <FieldToolsContext value={shown}>
        {text === null ? null : <JsonValue text={text} root="state" mode={mode} />}
        {large === null ? null : <LargeTree place={{ run, step, of: large.of }} root="state" path={[]} mode={mode} length={large.length} />}
      </FieldToolsContext>
    </Section>
  )
}
