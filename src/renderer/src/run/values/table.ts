import type { ExactValue } from '@shared/exactJson/tree'
import { isList, isObject } from '../diff/delta'
import { member } from './shape'

/** A value that is a table: its columns, and its rows with a cell a column (`undefined` = the row has none). */
export interface TableValue {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (ExactValue | undefined)[])[]
}

const mostColumns = 40

/** A list of alike objects, or a frame written as `{columns, data}`, as a table; `null` for any other value. */
export function tableOf(value: ExactValue): TableValue | null {
  if (isObject(value)) return frameOf(member(value, 'columns'), member(value, 'data'))
  if (!isList(value) || value.length < 2) return null
  const columns = new Set<string>()
  for (const row of value) {
    if (!isObject(row)) return null
    for (const { key, value: cell } of row.members) {
      if (!isCell(cell) || key.startsWith('__')) return null
      columns.add(key)
    }
    if (columns.size > mostColumns) return null
  }
  const cells = value.reduce((sum, row) => sum + (isObject(row) ? row.members.length : 0), 0)
  // Rows that have little in common are no table.
  if (columns.size < 2 || cells < columns.size * value.length * 0.6) return null
  const names = [...columns]
  return { columns: names, rows: value.map((row) => names.map((name) => (isObject(row) ? member(row, name) : undefined))) }
}

function frameOf(columns: ExactValue | undefined, data: ExactValue | undefined): TableValue | null {
  if (columns === undefined || data === undefined || !isList(columns) || !isList(data) || columns.length < 2 || data.length === 0) return null
  if (!columns.every((each) => typeof each === 'string') || columns.length > mostColumns) return null
  if (!data.every((row) => isList(row) && row.length === columns.length && row.every(isCell))) return null
  return { columns, rows: data.map((row) => (isList(row) ? row : [])) }
}

function isCell(value: ExactValue): boolean {
  return !isList(value) && !isObject(value) && !(typeof value === 'string' && value.length > 300)
}
