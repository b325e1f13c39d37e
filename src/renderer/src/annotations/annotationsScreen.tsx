import { useQuery } from '@tanstack/react-query'
import { Download, FilterX, SquarePen } from 'lucide-react'
import { useState } from 'react'
import { formatCount, plural } from '../format/number'
import { navigate, recall, remember } from '../navigation'
import { annotationsQuery, exportAnnotations, isDamaged, repairAnnotations } from '../queries/annotations'
import type { AnnotationFilter } from '../queries/annotations'
import { projectRoute } from '../route'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/emptyState'
import { ErrorState } from '../ui/errorState'
import { Kbd } from '../ui/kbd'
import { ScreenHeader } from '../ui/screenHeader'
import { draftOf } from '../ui/annotation/draft'
import type { Draft } from '../ui/annotation/draft'
import { ThumbsMark } from '../ui/annotation/thumbsMark'
import { AnnotationEditor } from './annotationEditor'
import { AnnotationFilters } from './annotationFilters'
import { AnnotationTable } from './annotationTable'

const pageRows = 200
const exportFormats = ['csv', 'jsonl'] as const

/** What people said about the runs of a project, or of all: filtered, opened, changed and saved as a file. */
export function AnnotationsScreen({ project }: { project: string | null }) {
  const nothing: AnnotationFilter = { project, tags: [], actions: [], thumbs: null, text: '' }
  const [filter, setFilter] = useState(() => recall<AnnotationFilter>('annotations.filter') ?? nothing)
  const [limit, setLimit] = useState(pageRows)
  const [editing, setEditing] = useState<Draft | null>(null)
  const { data, error, refetch } = useQuery(annotationsQuery(filter, limit))
  const isFiltered = filter.tags.length + filter.actions.length > 0 || filter.thumbs !== null || filter.text.trim() !== ''
  function change(next: AnnotationFilter): void {
    setFilter(next)
    setLimit(pageRows)
    remember('annotations.filter', next)
  }
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={project === null ? 'Annotations' : `Annotations of ${project}`} about={data === undefined ? undefined : <Counts total={data.total} up={data.up} down={data.down} />}>
        {project === null ? null : <Button onClick={() => navigate(projectRoute(project))}>Runs</Button>}
        {exportFormats.map((format) => (
          <Button
            key={format}
            disabled={data === undefined || data.total === 0}
            title={`Save ${data === undefined ? '' : plural(data.total, 'annotation')} that ${isFiltered ? 'match' : 'there are'} as ${format.toUpperCase()}`}
            onClick={() => void exportAnnotations(filter, format)}
          >
            <Download aria-hidden size={14} /> {format.toUpperCase()}
          </Button>
        ))}
      </ScreenHeader>
      <AnnotationFilters filter={filter} onChange={change} />
      <div className="min-h-0 flex-1">
        {error !== null && data === undefined ? (
          <ErrorState
            title="The annotations cannot be read"
            error={error}
            onRetry={() => void refetch()}
            action={isDamaged(error) ? <Button onClick={() => void repairAnnotations()}>Restore the last backup</Button> : undefined}
          />
        ) : data?.total === 0 ? (
          isFiltered ? <NoMatch onClear={() => change(nothing)} /> : <NoAnnotations project={project} />
        ) : (
          <AnnotationTable annotations={data?.annotations} hasProject={project === null} onEdit={(annotation) => setEditing(draftOf(annotation))}>
            {data !== undefined && data.total > data.annotations.length ? (
              <div className="flex justify-center p-3">
                <Button onClick={() => setLimit(limit + pageRows)}>Show {formatCount(Math.min(pageRows, data.total - data.annotations.length))} more of {formatCount(data.total)}</Button>
              </div>
            ) : null}
          </AnnotationTable>
        )}
      </div>
      {editing === null ? null : <AnnotationEditor key={editing.annotationId} draft={editing} onClose={() => setEditing(null)} onReopen={setEditing} />}
    </div>
  )
}

function Counts({ total, up, down }: { total: number; up: number; down: number }) {
  return (
    <span className="flex items-center gap-3">
      {plural(total, 'annotation')}
      {up === 0 ? null : <span className="flex items-center gap-1"><ThumbsMark thumbs="up" /> {formatCount(up)}</span>}
      {down === 0 ? null : <span className="flex items-center gap-1"><ThumbsMark thumbs="down" /> {formatCount(down)}</span>}
    </span>
  )
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState icon={FilterX} title="No annotation matches" action={<Button look="primary" onClick={onClear}>Show all</Button>}>
      Annotations must carry every tag chosen, and be on one of the actions chosen.
    </EmptyState>
  )
}

function NoAnnotations({ project }: { project: string | null }) {
  return (
    <EmptyState
      icon={SquarePen}
      title="No annotations yet"
      action={<Button look="primary" onClick={() => navigate(project === null ? { screen: 'projects' } : projectRoute(project))}>{project === null ? 'Choose a project' : 'Choose a run'}</Button>}
    >
      Open a run, select a step and press <Kbd>A</Kbd> to say what is right or wrong about it, or <Kbd>1</Kbd> and <Kbd>2</Kbd> to rate it up or down. Annotations stay on this computer.
    </EmptyState>
  )
}
