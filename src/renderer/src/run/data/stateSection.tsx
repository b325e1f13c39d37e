import { use, useMemo, useState } from 'react'
import type { StepKey } from '@shared/model/step'
import { CopyButton } from '../../ui/copyButton'
import { FieldToolsContext } from '../values/fieldTools'
import type { ValueMode } from '../values/shape'
import { JsonValue } from './jsonValue'
import { Remark, Section } from './section'
import { Segments } from './segments'
import type { States } from './stateWords'

/** The state before and after the step; where one is not in the log, why. */
export function StateSection({ states, previousStep, mode }: { states: States; previousStep: StepKey | null; mode: ValueMode }) {
  const [asked, setAsked] = useState<'before' | 'after'>('after')
  const text = asked === 'after' ? states.afterText : states.beforeText
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
      {text === null || asked === 'before' ? <Remark>{words}</Remark> : null}
      {text === null && asked === 'after' && states.beforeText !== null ? (
        <Remark><button type="button" onClick={() => setAsked('before')} className="text-accent hover:underline">Show the state before the step</button></Remark>
      ) : null}
      {text === null ? null : <FieldToolsContext value={shown}><JsonValue text={text} root="state" mode={mode} /></FieldToolsContext>}
    </Section>
  )
}
