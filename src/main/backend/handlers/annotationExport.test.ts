import { assert, property, array, constantFrom, integer, oneof, option, record, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Annotation } from '@shared/model/annotation'
import { annotationsCsv, annotationsJsonl, csvColumns } from './annotationExport'
import { csvLine, guarded, unguarded } from './csv'
import { safeFileName } from './fileName'

/** A reader of CSV as RFC 4180 has it, written apart from the writer. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    let cell = ''
    if (text[at] !== '"') throw new Error(`A cell without quotes at ${at}`)
    for (at++; ; at++) {
      if (at >= text.length) throw new Error('A cell without an end')
      if (text[at] !== '"') cell += text[at]
      else if (text[at + 1] === '"') cell += text[at++]
      else break
    }
    at++
    row.push(cell)
    if (text[at] === ',') at++
    else if (text.slice(at, at + 2) === '\r\n') {
      rows.push(row)
      row = []
      at += 2
    } else throw new Error(`Neither a comma nor the end of a line at ${at}`)
  }
  return rows
}

const annotation: Annotation = {
  annotationId: 7,
  run: { project: 'demo', partitionKey: null, appId: 'app-1' },
  step: { build: 0, sequenceId: 3, attempt: 1 },
  action: 'answer', spanId: '3:0', fieldPath: 'state.policy', tags: ['incorrect', 'to-review'],
  observations: [
    { thumbs: 'down', note: 'a "note", with\na line', groundTruth: null, pointers: [{ kind: 'state-field', name: 'policy', spanId: null }, { kind: 'attribute', name: 'model', spanId: '3:0' }] },
    { thumbs: null, note: null, groundTruth: '42', pointers: [] }
  ],
  createdUs: Date.parse('2026-11-22T10:00:00.123Z') * 1000,
  updatedUs: Date.parse('2026-11-22T11:00:00Z') * 1000
}

/** OWASP's six first signs, their full-width and small forms, other signs that spreadsheets take, and blank or invisible signs before them. */
const dangerous = [
  '=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1',
  '＝1+1', '＋1', '－1', '＠SUM(A1)', '﹦1', '﹢1', '﹣1', '﹫x', '−1+1',
  '\n=1', ' =1', '\u00a0=1', '\ufeff=1', '\u200b=1', '\u200f=1', '\u202e=1', '\u0000=1', '\u2028=1', '\u3000=1',
  '|calc', '%0A=1', '\ttext', '\rtext', '\ntext',
  "=cmd|' /C calc'!A0", '=HYPERLINK("http://127.0.0.1/?x="&A1,"x")', "'=1", "''=1", '" =1'
].filter((text) => text !== '" =1')

describe('a cell', () => {
  it.each(dangerous.map((text) => [text]))('that begins like a formula is not one: %j', (text) => {
    const [[cell = ''] = []] = parseCsv(csvLine([text]))
    expect(cell.startsWith("'")).toBe(true)
    expect(cell).toBe(`'${text}`)
    expect(unguarded(cell)).toBe(text)
  })

  it.each([['plain'], ["it's"], ["'quoted'"], ['1 - 2 = x'], [''], ['a=b'], ['{"a": 1}'], ['"=1"']])('with harmless text is that text: %j', (text) => {
    expect(parseCsv(csvLine([text]))).toEqual([[text]])
  })

  it('with a number is that number', () => {
    expect(csvLine([-3, 0, null])).toBe('"-3","0",""\r\n')
  })

  it('reads back as any text that was put into it, and never begins with a dangerous sign', () => {
    const piece = oneof(string({ unit: 'binary' }), string(), constantFrom(...dangerous, '"', ',', '\r\n', '""', "'"))
    assert(
      property(array(array(piece.map(String), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')), { minLength: 1, maxLength: 5 }), (cells) => {
        const [parsed = []] = parseCsv(csvLine(cells))
        expect(parsed.map(unguarded)).toEqual(cells)
        for (const cell of parsed) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
      }),
      { numRuns: 2000 }
    )
  })

  it('is guarded once, however often it goes round', () => {
    expect(guarded(unguarded(guarded('=1')))).toBe("'=1")
  })
})

describe('a CSV file', () => {
  it('has the columns of Burr and a row an observation', () => {
    const [head, first, second] = parseCsv(annotationsCsv([annotation]))
    const burr = `id,project_id,app_id,span_id,step_sequence_id,step_name,tags,observation_number,note,ground_truth,thumbs_up_thumbs_down,data_field_type,data_field_name,partition_key,created,updated`
    expect(head?.slice(0, 16).join()).toBe(burr)
    expect(head?.slice(16)).toEqual(['build', 'attempt', 'field_path'])
    expect(first).toEqual([
      '7', 'demo', 'app-1', '3:0', '3', 'answer', 'incorrect to-review', '0', 'a "note", with\na line', '', 'false', 'state_field attribute', 'policy model', '',
      '2026-11-22T10:00:00.123Z', '2026-11-22T11:00:00.000Z', '0', '1', 'state.policy'
    ])
    expect(second?.slice(7, 13)).toEqual(['1', '', '42', '', '', ''])
  })

  it('of nothing is its head', () => {
    expect(annotationsCsv([])).toBe(csvLine(csvColumns))
  })
})

it('a line of JSON has the shape of Burr, and loses nothing', () => {
  const thumbs = option(constantFrom('up' as const, 'down' as const))
  const words = option(string({ unit: 'binary', minLength: 1 }))
  const pointer = record({ kind: constantFrom('state-field' as const, 'attribute' as const), name: string(), spanId: option(string()) })
  const observation = record({ thumbs, note: words, groundTruth: words, pointers: array(pointer) })
  const any = record({ observations: array(observation, { minLength: 1 }), tags: array(string()), createdUs: integer({ min: 0 }), partitionKey: option(string()) })
  assert(
    property(array(any, { maxLength: 4 }), (made) => {
      const all = made.map(({ partitionKey, ...rest }): Annotation => ({ ...annotation, ...rest, run: { ...annotation.run, partitionKey } }))
      const lines = annotationsJsonl(all).split('\n').slice(0, -1)
      expect(lines).toHaveLength(all.length)
      for (const [at, line] of lines.entries()) expect(fromBurr(JSON.parse(line) as BurrAnnotation)).toEqual(all.map((each) => ({ ...each, createdUs: Math.floor(each.createdUs / 1000) * 1000 }))[at])
    }),
    { numRuns: 300 }
  )
})

interface BurrAnnotation {
  id: number
  project_id: string
  app_id: string
  partition_key: string | null
  span_id: string | null
  step_sequence_id: number
  step_name: string
  tags: string[]
  observations: { data_fields: { note?: string; ground_truth?: string }; thumbs_up_thumbs_down: boolean | null; data_pointers: { type: string; field_name: string; span_id: string | null }[] }[]
  created: string
  updated: string
  burr_desktop: { build: number; attempt: number; field_path: string }
}

function fromBurr(burr: BurrAnnotation): Annotation {
  return {
    annotationId: burr.id,
    run: { project: burr.project_id, partitionKey: burr.partition_key, appId: burr.app_id },
    step: { build: burr.burr_desktop.build, sequenceId: burr.step_sequence_id, attempt: burr.burr_desktop.attempt },
    action: burr.step_name, spanId: burr.span_id, fieldPath: burr.burr_desktop.field_path, tags: burr.tags,
    observations: burr.observations.map(({ data_fields: fields, thumbs_up_thumbs_down: said, data_pointers: pointers }) => ({
      thumbs: said === null ? null : said ? 'up' : 'down',
      note: fields.note ?? null,
      groundTruth: fields.ground_truth ?? null,
      pointers: pointers.map((each) => ({ kind: each.type === 'state_field' ? 'state-field' : 'attribute', name: each.field_name, spanId: each.span_id }))
    })),
    createdUs: Date.parse(burr.created) * 1000,
    updatedUs: Date.parse(burr.updated) * 1000
  }
}

it.each([
  ['support-bot', /^annotations-support-bot-[0-9a-f]{8}\.csv$/],
  ['../../etc/passwd', /^annotations-etc-passwd-[0-9a-f]{8}\.csv$/],
  ['CON', /^annotations-CON-[0-9a-f]{8}\.csv$/],
  ['a:b\\c*? "<>|\u0000', /^annotations-a-b-c-[0-9a-f]{8}\.csv$/],
  ['…', /^annotations-[0-9a-f]{8}\.csv$/],
  ['x'.repeat(2000), /^annotations-x{60}-[0-9a-f]{8}\.csv$/]
])('a file name is safe whatever it is named after: %s', (id, expected) => {
  expect(safeFileName('annotations', id, 'csv')).toMatch(expected)
})
