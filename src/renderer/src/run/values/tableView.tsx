import { useState } from 'react'
import { printExact } from '@shared/exactJson/write'
import { formatCount } from '../../format/number'
import { CopyButton } from '../../ui/copyButton'
import { Scalar } from './scalar'
import type { TableValue } from './table'
import { oneLine } from './visibleText'

const pageSize = 50

/** A list of alike records as a table. */
export function TableView({ table: { columns, rows } }: { table: TableValue }) {
  const [limit, setLimit] = useState(pageSize)
  return (
    <div className="my-1 mr-3 max-h-96 overflow-auto rounded border">
      <table className="w-max min-w-full border-separate border-spacing-0 text-sm">
        <thead className="sticky top-0 bg-panel">
          <tr>
            <th scope="col" className="border-b px-1 text-right"><CopyButton text={() => tabText(columns, rows)} label="Copy the table, for a spreadsheet" /></th>
            {columns.map((name, column) => <th key={name} scope="col" className={`border-b px-2 py-0.5 text-xs font-medium text-ink-dim ${isNumber(rows[0]?.[column]) ? 'text-right' : 'text-left'}`}>{oneLine(name, 60)}</th>)}
          </tr>
        </thead>
        <tbody className="font-mono" data-selectable>
          {rows.slice(0, limit).map((row, index) => (
            <tr key={index} className="hover:bg-hover">
              <th scope="row" className="tabular border-b px-2 text-right font-normal text-ink-faint">{index}</th>
              {row.map((cell, column) => (
                <td key={columns[column]} className={`max-w-72 truncate border-b px-2 py-0.5 ${isNumber(cell) ? 'text-right' : ''}`}>{cell === undefined ? <span className="text-ink-faint">—</span> : <Scalar value={cell} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > limit ? (
        <button type="button" onClick={() => setLimit(limit + pageSize * 10)} className="h-6 px-2 text-xs text-accent hover:underline">Show more of {formatCount(rows.length)} rows</button>
      ) : null}
    </div>
  )
}

/** The table as spreadsheets paste it: a tab between cells, a line a row; a cell that could be a formula is quoted with an apostrophe. */
export function tabText(columns: readonly string[], rows: TableValue['rows']): string {
  const cellText = (cell: TableValue['rows'][number][number]): string => {
    if (cell === undefined || cell === null) return ''
    const text = (typeof cell === 'string' ? cell : printExact(cell)).replace(/[\t\r\n]+/g, ' ')
    return typeof cell === 'string' && /^[=+\-@]/.test(text) ? `'${text}` : text
  }
  return [columns.map(cellText), ...rows.map((row) => row.map(cellText))].map((cells) => cells.join('\t')).join('\n')
}

const isNumber = (cell: unknown): boolean => typeof cell === 'object' && cell !== null && 'kind' in cell && cell.kind === 'number'
