import { useMutation, useQuery } from '@tanstack/react-query'
import { FolderDown } from 'lucide-react'
import { useState } from 'react'
import type { SavedFolders } from '@shared/contract/reproduce'
import type { RunDetail } from '@shared/contract/runs'
import { toErrorShape } from '@shared/errors'
import type { StepRow } from '@shared/model/step'
import { plural } from '../../format/number'
import { graphQuery } from '../../queries/graph'
import { saveRunFolder } from '../../queries/reproduce'
import { Button } from '../../ui/button'
import { Part } from '../../ui/insights/part'
import { showSigns } from '../../ui/showSigns'
import { CodeBlock } from './codeBlock'
import { forkSnippet, testCaseCommand } from './snippets'

interface Props {
  readonly detail: RunDetail
  readonly step: StepRow
  readonly saved: SavedFolders | null
  readonly onSaved: (saved: SavedFolders) => void
}

/** The run on this computer as Burr's local tracker has it, and how to go on with it from a step. */
export function ForkPart({ detail, step, saved, onSaved }: Props) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => saveRunFolder(detail.run, step.build),
    onSuccess: (done) => {
      if (done !== null) onSaved(done)
    }
  })
  return (
    <Part title="Go on from here on this computer">
      <p className="px-3 pt-1 text-sm text-ink-dim">
        Burr goes on only with runs that its local tracker has. Save this run as such a folder first{saved === null ? '' : ', which was done'}: then the snippets below work as they are.
      </p>
      <div className="flex flex-wrap items-center gap-2 px-3 pt-2">
        <Button disabled={isPending} onClick={() => mutate()}><FolderDown aria-hidden size={13} />{isPending ? 'Saving…' : 'Save as a folder of the local tracker…'}</Button>
      </div>
      {error === null ? null : <p role="alert" className="px-3 pt-2 text-sm text-failed">{toErrorShape(error).message} {toErrorShape(error).action}</p>}
      {saved === null ? null : <Snippets detail={detail} step={step} saved={saved} />}
    </Part>
  )
}

function Snippets({ detail, step, saved }: Omit<Props, 'onSaved' | 'saved'> & { saved: SavedFolders }) {
  const [isAgain, setAgain] = useState(true)
  const graph = useQuery({ ...graphQuery(detail.graphHash ?? ''), enabled: detail.graphHash !== null }).data
  const own = detail.steps.filter(({ build }) => build === step.build)
  const before = own[own.findIndex((each) => each.sequenceId === step.sequenceId && each.attempt === step.attempt) - 1]
  const canGoOn = step.status === 'ok'
  const again = isAgain || !canGoOn
  const from = again ? (before === undefined ? null : { sequenceId: before.sequenceId }) : { sequenceId: step.sequenceId }
  const place = { entrypoint: graph?.entrypoint ?? null, partitionKey: detail.run.partitionKey }
  return (
    <>
      <p role="status" className="px-3 pt-2 text-sm">
        Saved in <code className="font-mono break-all" data-selectable>{saved.storageDir}</code>{saved.runCount > 1 ? `, with ${plural(saved.runCount - 1, 'sub-run')}` : ''}.
        {saved.leftOut > 0 ? ` ${plural(saved.leftOut, 'sub-run')} left out: not on this computer, there already, or too many.` : ''}
      </p>
      <fieldset className="flex flex-wrap gap-4 px-3 pt-2 text-sm">
        <legend className="sr-only">Where to go on</legend>
        <label className="flex min-h-6 items-center gap-1.5">
          <input type="radio" name="fork-from" checked={again} onChange={() => setAgain(true)} className="size-3.5 accent-accent-fill" />
          Run step {step.sequenceId} ({showSigns(step.action)}) again
        </label>
        <label className={`flex min-h-6 items-center gap-1.5 ${canGoOn ? '' : 'text-ink-faint'}`} title={canGoOn ? undefined : 'The step left no state to go on from'}>
          <input type="radio" name="fork-from" checked={!again} disabled={!canGoOn} onChange={() => setAgain(false)} className="size-3.5 accent-accent-fill" />
          Go on behind it
        </label>
      </fieldset>
      <CodeBlock label="Fork of the run" text={forkSnippet(saved, from, place)} />
      <p className="px-3 pt-2 text-sm text-ink-dim">
        {from === null ? 'Nothing stands before this step, so that the application begins at its entrypoint. ' : ''}
        Actions run again, with all they do outside. Objects of your own classes come back only where those can be imported.
      </p>
      <p className="px-3 pt-3 text-sm text-ink-dim">
        {saved.isBurrsOwn ? 'This is where Burr looks by itself, so its own command for test cases works too:' : 'Burr’s own command for test cases reads ~/.burr only; it works once the folder of the project lies there:'}
      </p>
      <CodeBlock label="Command for a test case" text={testCaseCommand(saved, step.sequenceId)} />
    </>
  )
}
