import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { AppError, toErrorShape } from '@shared/errors'
import type { RunRow } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { call } from '../../api'
import { testCaseQuery } from '../../queries/reproduce'
import { Button } from '../../ui/button'
import { Part } from '../../ui/insights/part'
import { Skeleton } from '../../ui/skeleton'
import { toast } from '../../ui/toast'
import { CodeBlock } from './codeBlock'

async function save(fileName: string, text: string): Promise<void> {
  try {
    const { savedAs } = await call('app.saveText', { fileName, text })
    if (savedAs !== null) toast(`Saved as ${savedAs}`)
  } catch (error) {
    toast(toErrorShape(error).message, 'failed')
  }
}

/** The step as a test: the file Burr's own tests read, and a test for pytest. */
export function TestCasePart({ run, step }: { run: RunRow; step: StepRow }) {
  const { data, error } = useQuery(testCaseQuery(run, step))
  return (
    <Part title="Test case" aside={`step ${step.sequenceId}`}>
      {error !== null ? (
        <p className="px-3 pt-1 text-sm text-ink-dim">{error.message} {error instanceof AppError ? error.action : null}</p>
      ) : data === undefined ? (
        <div className="p-3"><Skeleton width={240} /></div>
      ) : (
        <>
          <p className="px-3 pt-1 text-sm text-ink-dim">
            The file that <code className="font-mono">burr-test-case create</code> would write for this step, made here from S3's log: no export is needed.
            {data.toFillIn === null ? null : <span className="mt-1 block text-waiting">The {data.toFillIn.state} state has to be filled in where it says TODO. {data.toFillIn.why}</span>}
          </p>
          <div className="flex flex-wrap gap-2 px-3 pt-2">
            <Button onClick={() => void save(data.fileName, data.text)}><Download aria-hidden size={13} />Save the test case…</Button>
            <Button onClick={() => void save(data.pytestFileName, data.pytestText)}><Download aria-hidden size={13} />Save a test for pytest…</Button>
          </div>
          <CodeBlock label="Test case" text={data.text} mostShown={900} />
        </>
      )}
    </Part>
  )
}
