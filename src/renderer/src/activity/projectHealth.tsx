import { useQuery } from '@tanstack/react-query'
import { ListChecks, ShieldCheck } from 'lucide-react'
import type { ProjectCoverage, ProjectRow } from '@shared/model/project'
import type { JobRow } from '@shared/model/status'
import { formatCount } from '../format/number'
import { verifyIndex } from '../queries/bucketCommands'
import { coverageQuery, projectsQuery } from '../queries/projects'
import { jobsQuery } from '../queries/status'
import { Age } from '../ui/age'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { HeaderCell } from '../ui/headerCell'

const grid = 'grid grid-cols-[minmax(140px,1fr)_96px_96px_80px_80px_80px_112px_minmax(120px,1fr)_96px] items-center px-2'

/** What became of the objects of each project, as of when that is all, what went wrong last, and a button to compare it. */
export function ProjectHealth({ onShow }: { onShow: (state: 'ignored' | 'failed', project: string) => void }) {
  const projects = useQuery(projectsQuery())
  const coverage = useQuery(coverageQuery()).data
  const jobs = useQuery(jobsQuery(false)).data
  if (projects.isError) return <ErrorState title="The projects cannot be read" error={projects.error} onRetry={() => void projects.refetch()} />
  if (projects.data?.length === 0) return <EmptyState icon={ListChecks} title="No projects yet">Each project of the bucket is listed here with what became of its objects.</EmptyState>
  return (
    <table className="block min-w-240 text-sm" aria-label="Projects">
      <thead className="sticky top-0 z-10 block border-b bg-canvas">
        <tr className={`${grid} h-8`}>
          <HeaderCell>Project</HeaderCell>
          <HeaderCell right title="Objects that listings named">Listed</HeaderCell>
          <HeaderCell right>Indexed</HeaderCell>
          <HeaderCell right title="Not Burr data: counted and left">Ignored</HeaderCell>
          <HeaderCell right title="Could not be read">Failed</HeaderCell>
          <HeaderCell right title="Listed and not dealt with yet">Waiting</HeaderCell>
          <HeaderCell right title="The last time a full listing agreed with the index">Complete as of</HeaderCell>
          <HeaderCell>Last error</HeaderCell>
          <th scope="col"><span className="sr-only">Verify</span></th>
        </tr>
      </thead>
      <tbody className="block">
        {projects.data?.map((project) => (
          <Row key={project.name} project={project} coverage={coverage?.find((each) => each.project === topOf(project.name))} lastError={lastErrorOf(jobs, project.name)} onShow={onShow} />
        ))}
      </tbody>
    </table>
  )
}

// A project with a slash in its name is listed with the folder it lies in.
const topOf = (name: string): string => name.split('/', 1)[0] ?? name

/** The error of the newest job of a project, unless a later one ended well. */
function lastErrorOf(jobs: readonly JobRow[] | undefined, project: string): JobRow['error'] {
  const newest = jobs?.find((job) => job.project === project && job.state !== 'running')
  return newest?.error ?? null
}

interface RowProps {
  readonly project: ProjectRow
  readonly coverage: ProjectCoverage | undefined
  readonly lastError: JobRow['error']
  readonly onShow: (state: 'ignored' | 'failed', project: string) => void
}

function Row({ project: { name, objects }, coverage, lastError, onShow }: RowProps) {
  const number = 'tabular px-2 text-right'
  const isLeft = coverage?.isChosen === false
  return (
    <tr className={`${grid} h-8 hover:bg-hover`}>
      <td className="truncate px-2 font-medium" title={name}>{name}{isLeft ? <span className="font-normal text-ink-faint"> · not brought in</span> : null}</td>
      <td className={number}>{formatCount(objects.listed)}</td>
      <td className={number}>{formatCount(objects.indexed)}</td>
      <td className={number}><Count count={objects.ignored} words={`Show the ignored objects of ${name}`} onClick={() => onShow('ignored', name)} /></td>
      <td className={number}><Count count={objects.failed} failed words={`Show the failed objects of ${name}`} onClick={() => onShow('failed', name)} /></td>
      <td className={number}>{formatCount(objects.waiting)}</td>
      <td className={number}><Age timeUs={coverage?.completeAsOfUs ?? null} suffix="ago" /></td>
      <td className="truncate px-2" title={lastError === null ? undefined : `${lastError.message} ${lastError.action ?? ''}`}>
        {lastError === null ? <span className="text-ink-faint">—</span> : <><span className="text-failed">{lastError.message}</span> <span className="text-ink-dim">{lastError.action}</span></>}
      </td>
      <td className="px-2 text-right">
        <Button look="quiet" className="h-6" disabled={isLeft} aria-label={`Verify ${name}`} title="Lists the whole project and compares it with the index" onClick={() => void verifyIndex(topOf(name))}>
          <ShieldCheck aria-hidden size={13} /> Verify
        </Button>
      </td>
    </tr>
  )
}

function Count({ count, words, failed = false, onClick }: { count: number; words: string; failed?: boolean; onClick: () => void }) {
  if (count === 0) return <span className="text-ink-faint">0</span>
  return (
    <button type="button" title={words} aria-label={`${formatCount(count)}: ${words.toLowerCase()}`} onClick={onClick} className={`underline underline-offset-2 hover:text-ink ${failed ? 'text-failed' : 'text-ink-dim'}`}>
      {formatCount(count)}
    </button>
  )
}
