import type { RunError, RunRow, RunStatus } from '@shared/model/run'
import { pick, randomOf } from './fakeRandom'

/** The moment the made-up data is counted back from. */
export const fakeNowUs = Date.now() * 1000

const minuteUs = 60_000_000
const actions = ['classify', 'retrieve', 'rerank', 'generate', 'review', 'respond', 'summarise', 'escalate']
const errors: readonly (readonly [string, string])[] = [
  ['RateLimitError', "Error code: 429 - {'error': {'message': 'Rate limit reached for gpt-4o in organization org-4f2 on tokens per min (TPM): Limit 30000, Used 29871, Requested 812.'}}"],
  ['KeyError', "'customer_id'"],
  ['ValidationError', '2 validation errors for Ticket priority Input should be \'low\', \'normal\' or \'high\''],
  ['TimeoutError', 'retriever did not answer within 30.0 s'],
  ['ValueError', 'Could not parse JSON from model output: Expecting value: line 1 column 1 (char 0)']
]

/** One project of the made-up bucket: how many runs, over how many minutes, in which partitions. */
export interface FakeProject {
  readonly name: string
  readonly runs: number
  readonly spanMinutes: number
  readonly partitions: readonly (string | null)[]
  readonly failing: number
}

/** The projects of the made-up bucket; the first holds 100,000 runs. */
export const fakeProjects: readonly FakeProject[] = [
  { name: 'support-bot', runs: 100_000, spanMinutes: 190_000, partitions: ['user_1042', 'user_1043', 'user_2210', 'acme/eu-west', null, 'user_31'], failing: 0.06 },
  { name: 'rag-indexer', runs: 4_212, spanMinutes: 30_000, partitions: [null], failing: 0.01 },
  { name: 'email-triage', runs: 1_830, spanMinutes: 42_000, partitions: ['inbox-sales', 'inbox-billing', 'inbox-ops'], failing: 0.11 },
  { name: 'research-agent', runs: 311, spanMinutes: 60_000, partitions: [null], failing: 0.2 },
  { name: 'demo:counter', runs: 12, spanMinutes: 100_000, partitions: [null], failing: 0 },
  { name: 'geschäfts-assistent/übung', runs: 48, spanMinutes: 9_000, partitions: ['Kunde ~ 7', null], failing: 0.04 }
]

function appIdOf(random: () => number): string {
  const hex = (length: number): string => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`
}

function statusOf(index: number, failing: number, random: () => number): RunStatus {
  if (index < 2) return 'running'
  const at = random()
  if (at < failing) return 'failed'
  if (at < failing + 0.02) return 'recovered'
  if (at < failing + 0.035) return 'waiting'
  if (at < failing + 0.045) return index < 200 ? 'stale' : 'lost'
  if (at < failing + 0.12) return 'never-stepped'
  return 'ok'
}

function errorOf(random: () => number): RunError {
  const [type, message] = pick(errors, random())
  return { type, message, action: pick(actions, random()), sequenceId: 1 + Math.floor(random() * 12) }
}

/** The n-th newest run of a project; the same n is always the same run. */
export function fakeRun(project: FakeProject, index: number): RunRow {
  const random = randomOf(index * 7919 + project.name.length * 104_729 + project.runs)
  const appId = index % 9 === 4 ? `session-${(project.runs - index).toString(36)}-${Math.floor(random() * 1000)}` : appIdOf(random)
  const status = statusOf(index, project.failing, random)
  const stepCount = status === 'never-stepped' ? 0 : 1 + Math.floor(random() ** 3 * 60)
  const lastTimeUs = fakeNowUs - Math.floor(((index + random() * 0.9) / project.runs) ** 1.4 * project.spanMinutes * minuteUs) - 4_000_000
  const durationUs = Math.floor(stepCount * (80_000 + random() ** 4 * 9_000_000))
  const failed = status === 'failed' || status === 'recovered'
  const promptTokens = stepCount === 0 || random() < 0.1 ? 0 : Math.floor(stepCount * (120 + random() * 2400))
  return {
    project: project.name,
    partitionKey: pick(project.partitions, random()),
    appId,
    status,
    stepCount,
    failedCount: failed ? 1 + Math.floor(random() * 2) : 0,
    firstTimeUs: lastTimeUs - durationUs,
    lastTimeUs,
    lastAction: stepCount === 0 ? null : pick(actions, random()),
    lastError: failed ? errorOf(random) : null,
    promptTokens,
    completionTokens: Math.floor(promptTokens * 0.18),
    forkParent: random() < 0.03 ? { appId: appIdOf(random), sequenceId: 3, partitionKey: null } : null,
    spawnParent: random() < 0.04 ? { appId: appIdOf(random), sequenceId: null, partitionKey: null } : null,
    forkCount: random() < 0.02 ? 1 + Math.floor(random() * 3) : 0,
    spawnCount: random() < 0.03 ? 2 + Math.floor(random() * 4) : 0,
    logFileCount: 1 + Math.floor(stepCount / 20),
    sizeBytes: 900 + stepCount * 1700,
    offline: index < 2_000 ? 'complete' : 'index-only'
  }
}

/** Which run of a project has this app id, by looking through the newest ones. */
export function findFakeRun(project: string, appId: string): RunRow | null {
  const found = fakeProjects.find((each) => each.name === project)
  if (found === undefined) return null
  for (let index = 0; index < found.runs; index++) {
    const run = fakeRun(found, index)
    if (run.appId === appId) return run
  }
  return null
}
