import { statusOrder } from '@shared/filter/term'
import type { Bound, FilterTerm, NumberKey, OfflineWord, TextKey, TextMatch } from '@shared/filter/term'
import { timeSpan } from '@shared/filter/units'
import type { RunStatus } from '@shared/model/run'

/** A piece of SQL and the values of its parameters, in their order. */
export interface SqlPart {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** Pieces joined by a word. */
export function joined(parts: readonly SqlPart[], word: ' AND ' | ' OR '): SqlPart {
  return { sql: parts.map(({ sql }) => `(${sql})`).join(word), values: parts.flatMap(({ values }) => values) }
}

const rank = (status: RunStatus): number => statusOrder.indexOf(status)

/** The place of a run's status in `statusOrder` at that time (UTC microseconds): what `statusAt` says, in SQL. */
export function statusRankSql(nowUs: number): SqlPart {
  const sql = `CASE WHEN run.waiting IS NOT NULL THEN ${rank('waiting')}
    WHEN run.last_action IS NULL THEN ${rank('never-stepped')}
    WHEN run.is_last_step_open = 1 THEN CASE
      WHEN ? - run.last_time_us <= max(90000000, 3 * run.longest_step_us) THEN ${rank('running')}
      WHEN ? - run.last_time_us <= max(3600000000, 20 * run.longest_step_us) THEN ${rank('stale')}
      ELSE ${rank('lost')} END
    WHEN run.failed_count = 0 THEN ${rank('ok')}
    WHEN run.is_recovered = 1 THEN ${rank('recovered')}
    ELSE ${rank('failed')} END`
  return { sql, values: [nowUs, nowUs] }
}

/** What a number key of a filter compares, as SQL over `run`. */
export const numberSql: Readonly<Record<NumberKey, string>> = {
  duration: 'run.last_time_us - run.first_time_us',
  steps: 'run.step_count',
  failed: 'run.failed_count',
  tokens: 'run.prompt_tokens + run.completion_tokens'
}

function boundSql(column: string, bound: Bound): SqlPart {
  if (bound.is === 'range') return { sql: `${column} BETWEEN ? AND ?`, values: [bound.from, bound.to] }
  return { sql: `${column} ${bound.is} ?`, values: [bound.value] }
}

const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** Text anywhere in the column; `*` of a pattern stands for any characters. */
function contains(column: string, { text, isPattern }: TextMatch): SqlPart {
  const inner = isPattern ? likeText(text).replaceAll('*', '%') : likeText(text)
  return { sql: `${column} LIKE ? ESCAPE '\\'`, values: [`%${inner}%`] }
}

function whole(column: string, { text, isPattern }: TextMatch): SqlPart {
  return isPattern ? { sql: `${column} LIKE ? ESCAPE '\\'`, values: [likeText(text).replaceAll('*', '%')] } : { sql: `${column} = ?`, values: [text] }
}

function begins(column: string, { text, isPattern }: TextMatch): SqlPart {
  return { sql: `${column} LIKE ? ESCAPE '\\'`, values: [isPattern ? likeText(text).replaceAll('*', '%') : `${likeText(text)}%`] }
}

/** The last error of a run in one line. Only a run that failed has one, which spares the others a look into the table. */
function errorHolds(match: TextMatch): SqlPart {
  const line = contains(`(run.last_error ->> 'type') || ': ' || (run.last_error ->> 'message')`, match)
  return { sql: `run.failed_count > 0 AND run.last_error IS NOT NULL AND ${line.sql}`, values: line.values }
}

function inList(list: string, { sql, values }: SqlPart): SqlPart {
  return { sql: `${list} WHERE ${sql})`, values }
}

const partitionsWith = (part: SqlPart): SqlPart => inList('run.partition_id IN (SELECT partition_id FROM partition', part)

function textSql(key: TextKey, match: TextMatch): SqlPart {
  switch (key) {
    case 'action':
      return inList('run.run_id IN (SELECT run_id FROM run_action', whole('action', match))
    case 'partition':
      return partitionsWith(whole('partition_key', match))
    case 'app':
      return begins('run.app_id', match)
    case 'error':
      return errorHolds(match)
  }
}

function anywhere(text: string): SqlPart {
  const match = { text, isPattern: false }
  return joined([contains('run.app_id', match), contains('run.last_action', match), partitionsWith(contains('partition_key', match)), errorHolds(match)], ' OR ')
}

function offlineSql(word: OfflineWord, pinned: SqlPart | null): SqlPart {
  switch (word) {
    case 'yes':
      return { sql: 'run.body_count >= run.log_file_count', values: [] }
    case 'no':
      return { sql: 'run.body_count < run.log_file_count', values: [] }
    case 'pinned':
      return pinned ?? { sql: '0', values: [] }
  }
}

function positive(term: FilterTerm, nowUs: number, pinned: SqlPart | null): SqlPart {
  switch (term.key) {
    case 'text':
      return anywhere(term.text)
    case 'status': {
      const status = statusRankSql(nowUs)
      return { sql: `${status.sql} IN (${term.statuses.map(rank).join(', ')})`, values: status.values }
    }
    case 'action':
    case 'partition':
    case 'app':
    case 'error':
      return joined(term.texts.map((match) => textSql(term.key, match)), ' OR ')
    case 'duration':
    case 'steps':
    case 'failed':
    case 'tokens':
      return joined(term.bounds.map((bound) => boundSql(numberSql[term.key], bound)), ' OR ')
    case 'since':
      return { sql: 'run.last_time_us >= ?', values: [timeSpan(term.time, nowUs).fromUs] }
    case 'until':
      return { sql: 'run.last_time_us <= ?', values: [timeSpan(term.time, nowUs).toUs] }
    case 'fork':
    case 'spawn': {
      // The few that point anywhere are found first; only those are looked at in the table.
      const is = `run.run_id IN (SELECT run_id FROM pointer WHERE kind = '${term.key}') AND run.${term.key}_parent IS NOT NULL`
      return { sql: term.value ? is : `NOT (${is})`, values: [] }
    }
    case 'offline':
      return joined(term.words.map((word) => offlineSql(word, pinned)), ' OR ')
  }
}

/** What a term of a filter means for a row of `run`, in SQL; all values are parameters. Looked at at `nowUs`; `pinned` = which rows are kept offline. */
export function termSql(term: FilterTerm, nowUs: number, pinned: SqlPart | null = null): SqlPart {
  const part = positive(term, nowUs, pinned)
  return 'negated' in term && term.negated ? { sql: `NOT coalesce((${part.sql}), 0)`, values: part.values } : part
}
