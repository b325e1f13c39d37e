import { median, report } from './report'
import type { Cost, MeasuredApp } from './uiApp'
import { actionAt, heavy, huge, long, small, turnOf, uiProject, wide, type UiRun } from './uiRuns'

const bench = 'ui'
const address = ({ appId }: UiRun, query = ''): string => `#/run/${uiProject}/~/${appId}${query}`
const go = (hash: string): string => `location.hash = ${JSON.stringify(hash)}`
const tree = `document.querySelector('[role=tree][aria-label=Steps]')`
const press = (key: string): string => `${tree}.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true, cancelable: true }))`
const shows = ({ appId }: UiRun, rows: number): string => `document.querySelector('h1')?.textContent.includes('${appId}') && document.querySelectorAll('[role=tree] [role=treeitem]').length >= ${String(rows)}`
const hasValues = (turn: number): string => `(document.querySelector('[role=tabpanel]')?.textContent ?? '').includes('${turnOf(turn)}')`
const isCurrent = (action: string): string => `document.querySelector('.react-flow__node[data-id="${action}"] .font-semibold') !== null`

/** Prints one figure of the window by its goal in milliseconds; of several rounds the middle one, and the slowest beside it. */
export function reportCosts(what: string, costs: readonly Cost[], goalMs: number | null): void {
  const of = (name: keyof Cost): number => median(costs.map((cost) => cost[name]))
  report({
    bench, what, value: of('ms'), unit: 'ms', ...(goalMs === null ? {} : { goal: `≤ ${String(goalMs)}`, reached: of('ms') <= goalMs }),
    slowest: Math.max(...costs.map(({ ms }) => ms)), scriptCpuMs: of('scriptMs'), layoutCpuMs: of('layoutMs'), windowCpuMs: of('taskMs'), frozenMs: Math.max(...costs.map(({ frozenMs }) => frozenMs)), rounds: costs.length
  })
}

/** Prints how evenly something scrolled. */
export async function reportScroll(what: string, app: MeasuredApp, selector: string, pxPerFrame: number): Promise<void> {
  const scroll = await app.scroll(selector, pxPerFrame, 2000)
  const isSoftware = await app.drawsBySoftware()
  const { framesPerSecond: value, ...rest } = scroll
  report({ bench, what, value, unit: 'frames/s', goal: '≥ 55', reached: value >= 55, ...rest, ...(isSoftware ? { drawing: 'software drawing' } : {}) })
}

/** Runs of 50 and of 20,000 steps. */
export async function benchSteps(app: MeasuredApp): Promise<void> {
  const opened = async (run: UiRun): Promise<Cost> => {
    const cost = await app.cost(go(address(run)), shows(run, 20))
    await leave(app)
    return cost
  }
  const warm = await opened(small[0] ?? wide)
  reportCosts('the first run that is opened, 50 steps', [warm], null)
  const costs: Cost[] = []
  for (const run of small.slice(1)) costs.push(await opened(run))
  reportCosts('P-9 open a run of 50 steps', costs, 30)
  const longCosts: Cost[] = []
  for (const run of long) longCosts.push(await opened(run))
  reportCosts('P-9 first paint of 20,000 steps', longCosts, 500)
  const [run] = long
  if (run === undefined) return
  reportCosts('the same run again', [await app.cost(go(address(run)), shows(run, 20))], null)
  await app.settle(5_000)
  await reportScroll('P-9 scroll 20,000 steps, 5 rows a frame', app, '[role=tree]', -120)
  await reportScroll('scroll 20,000 steps, 100 rows a frame', app, '[role=tree]', -2400)
  await app.cost(press('Home'), hasValues(0))
  const moves: Cost[] = []
  for (let turn = 1; turn <= 10; turn += 1) moves.push(await app.cost(press('ArrowDown'), `${tree}.querySelector('[aria-selected=true]')?.textContent.startsWith('${String(turn)}') && ${hasValues(turn)}`))
  reportCosts('P-9 select the next of 20,000 steps', moves, 50)
  const jumps = [await app.cost(press('End'), hasValues(run.steps - 1)), await app.cost(press('Home'), hasValues(0))]
  reportCosts('jump to the other end of 20,000 steps', jumps, null)
  await leave(app)
}

/** Megabytes of state: 2 MB in each step, and 50 MB in one. */
export async function benchState(app: MeasuredApp): Promise<void> {
  const open = await app.cost(go(address(heavy, '?step=0.0.0')), `${shows(heavy, 20)} && ${hasValues(0)}`)
  reportCosts('open a run with 2 MB of state in each step', [open], null)
  await app.settle(5_000)
  const moves: Cost[] = []
  for (let turn = 1; turn <= 10; turn += 1) moves.push(await app.cost(press('ArrowDown'), hasValues(turn)))
  reportCosts('P-9 select the next step, 2 MB of state', moves, 50)
  const far: Cost[] = []
  for (const turn of [20, 14, 23, 17]) far.push(await app.cost(go(address(heavy, `?step=0.${String(turn)}.0`)), hasValues(turn)))
  reportCosts('P-9 select a step far away, 2 MB of state', far, 50)
  await leave(app)
  const costs: Cost[] = []
  for (const run of huge) {
    costs.push(await app.cost(go(address(run)), `${shows(run, 2)} && ${hasValues(1)}`))
    await leave(app)
  }
  reportCosts('open a run with 50 MB of state in a step', costs, 2000)
  const frozenMs = Math.max(...costs.map((cost) => cost.frozenMs))
  report({ bench, what: 'longest time the window did not answer meanwhile', value: frozenMs, unit: 'ms', goal: '≤ 200', reached: frozenMs <= 200 })
}

/** A graph of 300 actions and 900 transitions. */
export async function benchGraph(app: MeasuredApp): Promise<void> {
  await app.cost(go(address(wide, '?step=0.0.0')), shows(wide, 20))
  await app.settle(5_000)
  const layout = await app.cost(go(address(wide, '?step=0.0.0&tab=graph')), isCurrent(actionAt(0, 300)))
  reportCosts('GR-2 lay out and draw 300 actions, 900 transitions', [layout], 2000)
  await app.settle(5_000)
  const moves: Cost[] = []
  for (let turn = 1; turn <= 10; turn += 1) moves.push(await app.cost(press('ArrowDown'), isCurrent(actionAt(turn, 300))))
  reportCosts('GR-2 select a step, marked in the graph', moves, 50)
  await leave(app)
}

/** Goes to a screen without a run, so that nothing of it is left on screen. */
async function leave(app: MeasuredApp): Promise<void> {
  await app.cost(go('#/settings'), `${tree} === null`)
}
