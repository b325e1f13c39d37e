import type { ProjectRow } from '@shared/model/project'
import type { Sort } from '../ui/headerCell'

/** A project with how many annotations it has. */
export interface ListedProject extends ProjectRow {
  readonly annotationCount: number
}

/** The columns of the project table. */
export type ProjectColumn = 'name' | 'created' | 'annotations' | 'runs' | 'failed' | 'steps' | 'partitions' | 'objects' | 'activity'

const names = new Intl.Collator(undefined, { numeric: true })

function valueOf(project: ListedProject, column: Exclude<ProjectColumn, 'name'>): number {
  switch (column) {
    case 'runs':
      return project.runCount
    case 'failed':
      return project.failedRunCount
    case 'steps':
      return project.stepCount
    case 'partitions':
      return project.partitionCount
    case 'objects':
      return project.objects.listed
    case 'annotations':
      return project.annotationCount
    case 'created':
      return project.firstTimeUs ?? -Infinity
    case 'activity':
      return project.lastTimeUs ?? -Infinity
  }
}

/** The projects in the order asked for; equal ones by name. */
export function orderProjects(projects: readonly ListedProject[], { column, descending }: Sort<ProjectColumn>): readonly ListedProject[] {
  const sign = descending ? -1 : 1
  return projects.toSorted((a, b) => {
    const byName = names.compare(a.name, b.name)
    if (column === 'name') return sign * byName
    const [x, y] = [valueOf(a, column), valueOf(b, column)]
    return x === y ? byName : sign * (x < y ? -1 : 1)
  })
}
