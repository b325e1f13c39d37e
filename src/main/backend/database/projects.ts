import type { ObjectCounts, PartitionRow, ProjectRow } from '@shared/model/project'
import { statement } from './connection'
import type { AnyDatabase } from './connection'

interface ProjectTableRow {
  readonly project_id: number
  readonly name: string
  readonly run_count: number
  readonly failed_run_count: number
  readonly step_count: number
  readonly partition_count: number
  readonly waiting_count: number
  readonly first_time_us: number | null
  readonly last_time_us: number | null
  readonly indexed: number
  readonly ignored: number
  readonly failed: number
}

// Each inner query is one step into an index, so the cost is that of the number of projects.
const projectSql = `/* readProjects */
  SELECT project.*,
    (SELECT min(first_time_us) FROM run WHERE run.project_id = project.project_id) AS first_time_us,
    (SELECT max(last_time_us) FROM run WHERE run.project_id = project.project_id) AS last_time_us,
    coalesce((SELECT count FROM object_count AS c WHERE c.project_id = project.project_id AND state = 'indexed'), 0) AS indexed,
    coalesce((SELECT count FROM object_count AS c WHERE c.project_id = project.project_id AND state = 'ignored'), 0) AS ignored,
    coalesce((SELECT count FROM object_count AS c WHERE c.project_id = project.project_id AND state = 'failed'), 0) AS failed
  FROM project ORDER BY last_time_us DESC, name`

/** All projects, the one with the newest activity first. */
export function readProjects(db: AnyDatabase): ProjectRow[] {
  return statement<[], ProjectTableRow>(db.index, projectSql).all().map(rowToProject)
}

function rowToProject(row: ProjectTableRow): ProjectRow {
  return {
    name: row.name,
    runCount: row.run_count,
    failedRunCount: row.failed_run_count,
    stepCount: row.step_count,
    firstTimeUs: row.first_time_us,
    lastTimeUs: row.last_time_us,
    partitionCount: row.partition_count,
    objects: countsOf(row)
  }
}

function countsOf(row: ProjectTableRow): ObjectCounts {
  const { indexed, ignored, failed, waiting_count: waiting } = row
  return { listed: indexed + ignored + failed + waiting, indexed, ignored, failed, waiting }
}

/** The partitions of a project, newest activity first. */
export function readPartitions(db: AnyDatabase, project: string, limit: number): PartitionRow[] {
  const sql = `/* readPartitions */ SELECT nullif(partition_key, '') AS partitionKey, run_count AS runCount, last_time_us AS lastTimeUs
    FROM partition WHERE project_id = (SELECT project_id FROM project WHERE name = ?) AND run_count > 0
    ORDER BY last_time_us DESC, partition_id LIMIT ?`
  return statement<[string, number], PartitionRow>(db.index, sql).all(project, limit)
}
