import { useQuery } from '@tanstack/react-query'
import { Ban, CircleCheck, CircleDot, CircleX, ListChecks } from 'lucide-react'
import type { JobRow } from '@shared/model/status'
import { formatBytes, formatCount } from '../format/number'
import { cancelJob } from '../queries/bucketCommands'
import { jobsQuery } from '../queries/status'
import { Age } from '../ui/age'
import { Button } from '../ui/button'
import { Duration } from '../ui/duration'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { HeaderCell } from '../ui/headerCell'
import { showSigns } from '../ui/showSigns'
import type { StatusLook } from '../ui/status'
import { StatusMark } from '../ui/statusBadge'

const kinds: Readonly<Record<JobRow['kind'], string>> = { poll: 'Poll', backfill: 'Back-fill', verify: 'Verify', snapshot: 'Snapshot', fetch: 'Fetch' }

const looks: Readonly<Record<JobRow['state'], StatusLook>> = {
  running: { word: 'Running', tone: 'running', icon: CircleDot, meaning: 'The job is under way.' },
  done: { word: 'Done', tone: 'ok', icon: CircleCheck, meaning: 'The job ended well.' },
  failed: { word: 'Failed', tone: 'failed', icon: CircleX, meaning: 'The job ended with an error; the next one tries again.' },
  cancelled: { word: 'Cancelled', tone: 'lost', icon: Ban, meaning: 'A person stopped the job.' }
}

const grid = 'grid grid-cols-[104px_88px_minmax(96px,160px)_96px_88px_80px_80px_80px_minmax(140px,1fr)] items-center px-2'

/** The indexer's pieces of work, newest first; those that found nothing only when asked for. */
export function JobTable({ includeEmpty }: { includeEmpty: boolean }) {
  const jobs = useQuery(jobsQuery(includeEmpty))
  if (jobs.isError) return <ErrorState title="The jobs cannot be read" error={jobs.error} onRetry={() => void jobs.refetch()} />
  if (jobs.data?.length === 0) {
    return <EmptyState icon={ListChecks} title="No jobs yet">Each poll, back-fill and verification is listed here.</EmptyState>
  }
  return (
    <table className="block min-w-220 text-sm">
      <thead className="sticky top-0 block border-b bg-canvas">
        <tr className={`${grid} h-8`}>
          <HeaderCell>State</HeaderCell>
          <HeaderCell>Kind</HeaderCell>
          <HeaderCell>Project</HeaderCell>
          <HeaderCell right>Started</HeaderCell>
          <HeaderCell right>Duration</HeaderCell>
          <HeaderCell right title="Objects indexed">Indexed</HeaderCell>
          <HeaderCell right>Requests</HeaderCell>
          <HeaderCell right>Read</HeaderCell>
          <HeaderCell>Error</HeaderCell>
        </tr>
      </thead>
      <tbody className="block">{jobs.data?.map((job) => <Job key={job.jobId} job={job} />)}</tbody>
    </table>
  )
}

function Job({ job }: { job: JobRow }) {
  const { requests } = job
  const number = 'tabular px-2 text-right'
  return (
    <tr className={`${grid} h-6.5 hover:bg-hover`}>
      <td className="flex px-2"><StatusMark look={looks[job.state]} /></td>
      <td className="px-2 text-ink-dim">{kinds[job.kind]}</td>
      <td className="truncate px-2 text-ink-dim">{job.project === null ? 'All' : showSigns(job.project)}</td>
      <td className={number}><Age timeUs={job.startedUs} /></td>
      <td className={number}><Duration durationUs={job.finishedUs === null ? null : job.finishedUs - job.startedUs} /></td>
      <td className={number}>{formatCount(job.objects.indexed)}</td>
      <td className={number}>{formatCount(requests.list + requests.get + requests.head + requests.put)}</td>
      <td className={number}>{formatBytes(requests.bytes)}</td>
      <td className="flex min-w-0 items-center px-2">
        {job.state === 'running' ? <Button look="quiet" className="h-6" onClick={() => void cancelJob(job.jobId)}>Cancel</Button> : null}
        {job.error === null ? null : (
          <span className="truncate" title={`${job.error.message} ${job.error.action ?? ''}`}>
            <span className="text-failed">{job.error.message}</span> <span className="text-ink-dim">{job.error.action}</span>
          </span>
        )}
      </td>
    </tr>
  )
}
