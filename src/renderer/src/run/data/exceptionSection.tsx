import { useMemo, useState } from 'react'
import { CopyButton } from '../../ui/copyButton'
import { FailureChain } from '../exception/exceptionView'
import { parseTraceback } from '../exception/traceback'
import { TextBlock } from '../values/visible'
import { Section } from './section'
import { Segments } from './segments'

/** The exception of a step: taken apart where it can be, and its text as logged. */
export function ExceptionSection({ text }: { text: string }) {
  const chain = useMemo(() => parseTraceback(text), [text])
  const [view, setView] = useState<'frames' | 'text'>('frames')
  return (
    <Section
      title="Exception"
      actions={
        <>
          {chain === null ? null : <Segments label="How to show the exception" value={view} onChange={setView} options={[['frames', 'Frames'], ['text', 'Text']]} />}
          <CopyButton text={text} label="Copy the traceback" />
        </>
      }
    >
      {chain === null || view === 'text' ? <TextBlock text={text.trimEnd()} className="overflow-x-auto px-3 font-mono text-sm leading-5" /> : <FailureChain chain={chain} />}
    </Section>
  )
}
