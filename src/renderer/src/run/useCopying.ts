import { useQuery } from '@tanstack/react-query'
import type { RunKey } from '@shared/model/run'
import type { StepRow } from '@shared/model/step'
import { call } from '../api'
import { useActions } from '../keyboard/actions'
import { linkTo } from '../link'
import { settingsQuery } from '../queries/settings'
import { announce } from '../ui/announcer'

/** Answers the actions that copy what names this run, or the step of it that is selected. */
export function useCopying(run: RunKey, selected: StepRow | null): void {
  const bucket = useQuery(settingsQuery()).data?.values.bucket ?? ''
  const copy = (text: string, words: string): void => void call('app.copy', { text }).then(() => announce(words))
  useActions({
    'run.copyId': () => copy(run.appId, 'App id copied'),
    'run.copyLink': () => copy(linkTo(bucket, run, selected?.sequenceId ?? null), 'Link copied')
  })
}
