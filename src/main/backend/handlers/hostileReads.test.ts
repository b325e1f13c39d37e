import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { contract } from '@shared/contract/contract'
import type { MethodName } from '@shared/contract/contract'
import { goodInput } from '@shared/contract/testInputs'
import { AppError } from '@shared/errors'
import type { Connection } from '../database/connection'
import { ingest } from '../indexer/ingest'
import { testRun } from '../indexer/ingestTestRun'
import { answerRead } from './readerHandlers'
import { testWorkspace } from './testWorkspace'
import type { TestWorkspace } from './testWorkspace'

const isLong = process.env['CI'] === 'true' || process.env['BURR_LONG'] === '1'
const inputsEach = isLong ? 1000 : 25
const longestReply = 4 * 1024 * 1024
const mark = 'zqxmark'
const texts = fc.oneof(
  fc.constantFrom('demo', `${mark}'; DROP TABLE run; --`, `${mark}" OR 1=1 --`, `${mark}) UNION SELECT 1,2,3 --`, `${mark}%_*?[`, `"${mark}" NEAR(${mark} AND OR NOT`, `${mark}\u0000\uD800`, `status:${mark} -"${mark}`, `/${mark}(/`, '__proto__', ''),
  fc.string({ maxLength: 30 }).map((text) => `${mark}${text}`)
)
const methods = (Object.keys(contract) as MethodName[]).filter((method) => contract[method].at === 'reader')

let workspace: TestWorkspace
const prepared: string[] = []
beforeAll(() => {
  workspace = testWorkspace()
  ingest(workspace.writer, { objects: [...testRun(), ...testRun({ project: 'other', steps: 3 })], setAside: [] })
  for (const connection of [workspace.reader.index, workspace.reader.content]) hear(connection)
})
afterAll(() => workspace.close())

const real = { project: 'demo', partitionKey: null, appId: 'app-1' }

/** Names the run that is there wherever a run is named, so that the call goes on to what it is asked about it. */
function ofRealRun(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  const members = Object.entries(input).map(([name, value]) => [name, ofRealRun(value)] as const)
  return { ...Object.fromEntries(members), ...('appId' in input ? real : 'project' in input ? { project: real.project } : {}) }
}

function hear(connection: Connection): void {
  for (const name of ['prepare', 'exec', 'pragma'] as const) {
    const own = connection[name].bind(connection) as (sql: string) => unknown
    vi.spyOn(connection, name).mockImplementation(((sql: string) => {
      prepared.push(sql)
      return own(sql)
    }) as never)
  }
}

it.each(methods)('%s passes no text of a caller into SQL, answers or says why not, and gives no more than a window holds', (method) => {
  const strangeErrors: string[] = []
  fc.assert(fc.property(goodInput(method, texts), fc.boolean(), (input, isReal) => {
    const parsed = contract[method].input.safeParse(isReal ? ofRealRun(input) : input)
    if (!parsed.success) return
    try {
      const reply = answerRead({ db: workspace.reader }, method, parsed.data)
      expect(reply.length).toBeLessThan(longestReply)
      JSON.parse(reply)
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'internal') strangeErrors.push(`${String(error)} for ${JSON.stringify(input)}`)
    }
  }), { numRuns: inputsEach })
  expect(strangeErrors.slice(0, 3)).toEqual([])
  expect(prepared.filter((sql) => sql.includes(mark))).toEqual([])
})

it('statements were heard, and everything is still there', () => {
  expect(prepared.length).toBeGreaterThan(20)
  const projects = workspace.call('projects.list', {})
  expect(projects.map(({ name }) => name).toSorted()).toEqual(['demo', 'other'])
})
