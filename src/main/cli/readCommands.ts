import { newestFirst } from '@shared/model/runSort'
import type { RunRow } from '@shared/model/run'
import type { ReadDatabase } from '../backend/database/connection'
import { readProjects } from '../backend/database/projects'
import { readRunPage } from '../backend/database/runPage'
import type { CommandContext } from './command'
import { exitCodes } from './exitCode'
import { partition } from './partition'
import { isoText, table } from './table'
import { withReader } from './workspaceAccess'

/** `projects`: all projects of the index, the one with the newest activity first. */
export async function projectsCommand(context: CommandContext): Promise<number> {
  return await withReader(context, (db) => {
    const projects = readProjects(db)
    context.print({
      json: () => JSON.stringify(projects.map((project) => ({ ...project, firstWritten: textOrNull(project.firstTimeUs), lastWritten: textOrNull(project.lastTimeUs) }))),
      words: () => table(['project', 'runs', 'failed', 'steps', 'last written'], projects.map((project) => [project.name, project.runCount, project.failedRunCount, project.stepCount, isoText(project.lastTimeUs)]))
    })
    return exitCodes.done
  })
}

const pageSize = 500
const wholeList = { includeNeverStepped: true, filter: '', sort: newestFirst, tree: false } as const

/** `runs`: the runs of a project, newest first; where the list goes on is said on stderr and by the last run's `nextCursor`. */
export async function runsCommand(context: CommandContext): Promise<number> {
  return await withReader(context, (db) => {
    const { runs, nextCursor } = readRuns(db, context)
    context.print({
      json: () => JSON.stringify(runs.map((run, at) => toPrinted(run, at === runs.length - 1 ? nextCursor : null))),
      words: () => table(['app id', 'partition key', 'status', 'steps', 'first written', 'last written'], runs.map((run) => [run.appId, run.partitionKey ?? '', run.status, run.stepCount, isoText(run.firstTimeUs), isoText(run.lastTimeUs)]))
    })
    if (nextCursor !== null) context.say(`More with --cursor ${nextCursor}`)
    return exitCodes.done
  })
}

function readRuns(db: ReadDatabase, { options }: CommandContext): { runs: RunRow[]; nextCursor: string | null } {
  const [project = ''] = options.projects
  const runs: RunRow[] = []
  let cursor = options.cursor
  for (;;) {
    const limit = Math.min(pageSize, options.limit - runs.length)
    const page = readRunPage(db, { ...wholeList, project, limit, cursor, ...partition(options.partitionKey) }, Date.now() * 1000)
    runs.push(...page.runs)
    if (page.nextCursor === null || runs.length >= options.limit) return { runs, nextCursor: page.nextCursor }
    cursor = page.nextCursor
  }
}

function toPrinted(run: RunRow, nextCursor: string | null): object {
  const { stepCount, firstTimeUs, lastTimeUs, ...rest } = run
  return { ...rest, steps: stepCount, firstWritten: isoText(firstTimeUs), lastWritten: isoText(lastTimeUs), ...(nextCursor === null ? {} : { nextCursor }) }
}

function textOrNull(timeUs: number | null): string | null {
  return timeUs === null ? null : isoText(timeUs)
}
