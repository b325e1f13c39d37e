import { useState } from 'react'
import type { SavedFolders } from '@shared/contract/reproduce'
import type { RunDetail } from '@shared/contract/runs'
import type { StepRow } from '@shared/model/step'
import { call } from '../../api'
import { ForkPart } from './forkPart'
import { TestCasePart } from './testCasePart'

const helpUrl = 'https://burr.apache.org/examples/guardrails/creating_tests/'

/** The selected step once more: as a test, and as a fork that goes on from it on this computer. */
export function ReproduceTab({ detail, step }: { detail: RunDetail; step: StepRow }) {
  const [saved, setSaved] = useState<{ readonly build: number; readonly where: SavedFolders } | null>(null)
  return (
    <>
      <TestCasePart run={detail.run} step={step} />
      <ForkPart detail={detail} step={step} saved={saved?.build === step.build ? saved.where : null} onSaved={(where) => setSaved({ build: step.build, where })} />
      <p className="px-3 py-3 text-sm text-ink-dim">
        <a
          href={helpUrl}
          className="text-accent underline underline-offset-2"
          onClick={(event) => {
            event.preventDefault()
            void call('app.openLink', { url: helpUrl })
          }}
        >
          How Burr tests actions
        </a>
      </p>
    </>
  )
}
