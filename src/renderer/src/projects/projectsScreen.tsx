import { useQuery } from '@tanstack/react-query'
import { FolderSearch, ListFilter } from 'lucide-react'
import { toErrorShape } from '@shared/errors'
import { plural } from '../format/number'
import { doAction } from '../keyboard/actions'
import { useOpened } from '../portable/useOpened'
import { projectsQuery } from '../queries/projects'
import { statusQuery } from '../queries/status'
import { formatRoute } from '../route'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { ScreenHeader } from '../ui/screenHeader'
import { ProjectTable } from './projectTable'
import { Welcome } from './welcome'

/** All projects of the bucket, or the way to the first one. */
export function ProjectsScreen() {
  const projects = useQuery(projectsQuery())
  const status = useQuery(statusQuery()).data
  const isOpened = useOpened() !== null
  if (status?.connection === 'not-configured' && !projects.isPending && (projects.data ?? []).length === 0) return <Welcome />
  // While a snapshot is fetched there is no index yet; every window is told when there is.
  const isUnread = projects.isError && status?.connection === 'connecting' && toErrorShape(projects.error).code === 'not-found'
  const runs = projects.data?.reduce((sum, project) => sum + project.runCount, 0)
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title="Projects" about={projects.data === undefined || runs === undefined ? undefined : `${plural(projects.data.length, 'project')}, ${plural(runs, 'run')}`}>
        {isOpened ? null : (
          <Button look="quiet" title="Projects, how far back, and what it takes" onClick={() => doAction('bringIn.open')}>
            <ListFilter aria-hidden size={14} /> What to bring in
          </Button>
        )}
      </ScreenHeader>
      <div className="min-h-0 flex-1">
        {isUnread ? (
          <EmptyState icon={FolderSearch} title="No index on this computer yet">
            A snapshot in the bucket may have one. Its projects appear here as soon as it has been fetched and checked.
          </EmptyState>
        ) : projects.isError ? (
          <ErrorState title="The projects cannot be read" error={projects.error} onRetry={() => void projects.refetch()} />
        ) : projects.data?.length === 0 ? (
          <NoProjects bucket={status?.bucket ?? null} reading={status?.connection === 'connecting' || status?.progress != null} />
        ) : (
          <ProjectTable projects={projects.data} />
        )}
      </div>
    </div>
  )
}

function NoProjects({ bucket, reading }: { bucket: string | null; reading: boolean }) {
  if (reading) {
    return (
      <EmptyState icon={FolderSearch} title="Looking for projects">
        The first listing of {bucket ?? 'the bucket'} is running. Projects appear here as they are found.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={FolderSearch}
      title="No Burr projects yet"
      action={<a href={formatRoute({ screen: 'settings' })} className="text-accent underline underline-offset-2">Choose another bucket</a>}
    >
      <p>
        Nothing was found under <code className="font-mono text-sm">data/</code> in {bucket ?? 'the bucket'}. Write a first run with Burr's S3 client, and it appears here by itself:
      </p>
      <pre data-selectable className="mt-3 overflow-x-auto rounded-md border bg-panel p-3 text-left font-mono text-sm text-ink">
        {`from burr.tracking.s3client import S3TrackingClient\n\ntracker = S3TrackingClient(\n    project="my-project",\n    bucket="${bucket ?? 'my-bucket'}",\n)\nApplicationBuilder().with_tracker(tracker)`}
      </pre>
    </EmptyState>
  )
}
