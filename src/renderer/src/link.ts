import type { Change, LinkTarget } from '@shared/contract/change'
import type { RunKey } from '@shared/model/run'
import { call } from './api'
import { navigate } from './navigation'
import { projectRoute, runRoute } from './route'
import type { Route } from './route'
import { toast } from './ui/toast'

/** Where a link leads. A step is named by its sequence id, as a person knows it: the newest attempt of the newest build is meant. */
export async function routeOfLink(target: LinkTarget): Promise<Route> {
  if (target.kind === 'project') return { ...projectRoute(target.project), filter: target.filter } as Route
  const route = runRoute(target.run)
  if (target.sequenceId === null || route.screen !== 'run') return route
  const { steps } = await call('runs.get', target.run)
  const step = steps.findLast((each) => each.sequenceId === target.sequenceId)
  return step === undefined ? route : { ...route, step: { build: step.build, sequenceId: step.sequenceId, attempt: step.attempt } }
}

/** Shows what a link from outside asks for, or says why not. */
export function followLink(change: Change): void {
  if (change.kind !== 'link') return
  const { target, why } = change
  if (target === null) toast(why, 'failed')
  else routeOfLink(target).then(navigate, () => navigate(target.kind === 'run' ? runRoute(target.run) : projectRoute(target.project)))
}

/** The link to a run, or to a step of it, for another person with the same bucket. */
export function linkTo(bucket: string, run: RunKey, sequenceId: number | null): string {
  const fields: [string, string][] = [['project', run.project]]
  if (bucket !== '') fields.unshift(['bucket', bucket])
  if (run.partitionKey !== null) fields.push(['partition', run.partitionKey])
  fields.push(['app', run.appId])
  if (sequenceId !== null) fields.push(['seq', String(sequenceId)])
  return `burr-desktop://open?${fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`
}
