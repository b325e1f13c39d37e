import { useQuery } from '@tanstack/react-query'
import { CircleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Progress, Status } from '@shared/model/status'
import { formatBytes, formatCount } from '../format/number'
import { profilesQuery } from '../queries/settings'
import { statusQuery } from '../queries/status'
import { formatRoute } from '../route'
import { Age } from '../ui/age'
import { IconButton } from '../ui/button'
import { useNow } from '../ui/now'
import { showSigns } from '../ui/showSigns'
import { cancelJob } from '../queries/bucketCommands'
import { freshWords } from './liveMark'
import { formatUsd, requestCostUsd } from './requestCost'

/** The line at the foot: where the data comes from, how fresh it is, what is going on, what it costs, what is wrong. */
export function StatusBar() {
  const status = useQuery(statusQuery()).data
  return (
    <footer className="flex min-h-7 shrink-0 flex-wrap items-stretch divide-x divide-line overflow-hidden border-t bg-panel text-sm text-ink-dim">
      {status === undefined ? null : <StatusParts status={status} />}
    </footer>
  )
}

function Part({ children, title, grow = false, shrink = false }: { children: ReactNode; title?: string | undefined; grow?: boolean; shrink?: boolean }) {
  return (
    <div title={title} className={`tabular flex h-7 min-w-0 items-center gap-1.5 px-3 whitespace-nowrap ${grow ? 'flex-1' : shrink ? 'max-w-[45vw] shrink overflow-hidden' : 'shrink-0'}`}>
      {children}
    </div>
  )
}

function StatusParts({ status }: { status: Status }) {
  const { objects, requestsToday } = status
  const setAside = objects.ignored + objects.failed
  const requests = requestsToday.list + requestsToday.get + requestsToday.head + requestsToday.put
  const profile = useQuery({ ...profilesQuery(), enabled: status.profile !== null }).data?.find(({ name }) => name === status.profile)
  const account = status.accountId ?? profile?.accountId ?? null
  const place = [status.profile, account, profile?.roleName ?? null, status.bucket, status.region, status.endpointUrl].filter((each) => each !== null)
  return (
    <>
      <Part shrink title={place.join(' · ')}>
        {place.length === 0 ? <span>Not connected to a bucket</span> : place.map((each, at) => (
          <span key={`${at} ${each}`} className="flex min-w-0 gap-1.5">
            {at === 0 ? null : <span aria-hidden className="text-ink-faint">·</span>}
            <span className="max-w-60 truncate">{each}</span>
          </span>
        ))}
      </Part>
      {profile?.state.state === 'ready' && profile.state.expiresUs !== null ? <TimeLeft untilUs={profile.state.expiresUs} /> : null}
      <Freshness status={status} />
      {status.progress === null ? null : <ProgressPart progress={status.progress} />}
      <Part grow>{status.error === null || status.connection === 'failed' ? null : <ErrorWords message={status.error.message} action={status.error.action} />}</Part>
      {setAside === 0 ? null : (
        <a href={formatRoute({ screen: 'activity' })} className="tabular flex h-7 shrink-0 items-center gap-1.5 px-3 hover:bg-hover hover:text-ink">
          {objects.ignored === 0 ? null : <span>{formatCount(objects.ignored)} ignored</span>}
          {objects.failed === 0 ? null : <span className="text-failed">{formatCount(objects.failed)} failed</span>}
        </a>
      )}
      <Part title={`Today: ${formatCount(requestsToday.list)} LIST, ${formatCount(requestsToday.get)} GET, ${formatCount(requestsToday.head)} HEAD, ${formatCount(requestsToday.put)} PUT, ${formatBytes(requestsToday.bytes)} read. The cost is an estimate at the list price of S3 Standard, without transfer.`}>
        {formatCount(requests)} requests today
        {status.endpointUrl === null && status.bucket !== null ? <span className="text-ink-faint">≈ {formatUsd(requestCostUsd(requestsToday))}</span> : null}
      </Part>
    </>
  )
}

/** Nothing is said of an end that is far away. */
const saidFromMs = 60 * 60_000
const soonMs = 10 * 60_000

function TimeLeft({ untilUs }: { untilUs: number }) {
  const nowMs = useNow(15_000)
  const leftMs = untilUs / 1000 - nowMs
  if (leftMs <= 0 || leftMs > saidFromMs) return null
  return (
    <Part title="Until the sign-in of this profile ends; what is indexed stays readable after that">
      <span className={leftMs < soonMs ? 'text-waiting' : undefined}>{Math.max(1, Math.floor(leftMs / 60_000))} min left</span>
    </Part>
  )
}

function Freshness({ status }: { status: Status }) {
  if (status.connection === 'not-configured') return null
  const words = status.connection === 'paused' ? 'paused' : status.connection === 'failed' ? null : freshWords(status.freshWithinMs)
  return (
    <Part title="What was logged longer ago is on screen or being indexed: up to 5 s until the writer writes it, the time to the next poll, and what a poll takes">
      {words ?? (
        <span>
          as of <Age timeUs={status.lastPollUs} suffix="ago" />
        </span>
      )}
    </Part>
  )
}

const phases: Readonly<Record<Progress['phase'], string>> = { listing: 'Listing', fetching: 'Indexing', verifying: 'Verifying', keeping: 'Keeping offline' }

function ProgressPart({ progress: { phase, project, found, done, jobId } }: { progress: Progress }) {
  const share = found === 0 ? 0 : Math.min(1, done / found)
  const percent = Math.floor(share * 100)
  return (
    <Part title={project === null ? undefined : `Project ${showSigns(project)}`}>
      <span>{phases[phase]}</span>
      <progress
        aria-label={phases[phase]}
        value={share}
        className="h-1.5 w-24 appearance-none overflow-hidden rounded-full bg-pressed [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-running"
      />
      <span>{percent} %</span>
      <span className="text-ink-faint">{formatCount(done)} of {formatCount(found)}</span>
      <IconButton label="Cancel" onClick={() => void cancelJob(jobId)}>
        <X aria-hidden size={12} />
      </IconButton>
    </Part>
  )
}

function ErrorWords({ message, action }: { message: string; action: string | null }) {
  return (
    <span role="alert" className="flex min-w-0 items-center gap-1.5" title={action === null ? message : `${message} ${action}`}>
      <CircleAlert aria-hidden size={13} className="shrink-0 text-failed" />
      <span className="truncate">
        <span className="text-failed">{message}</span> {action}
      </span>
    </span>
  )
}
