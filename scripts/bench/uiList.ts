import type { Cost, MeasuredApp } from './uiApp'
import { reportCosts, reportScroll } from './uiRun'

const go = (hash: string): string => `location.hash = ${JSON.stringify(hash)}`
const grid = `document.querySelector('[role=treegrid][aria-label=Runs]')`
const press = (key: string): string => `${grid}.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true, cancelable: true }))`
/** All rows on screen have come, and what stood there before is gone. */
const isRead = `${grid}?.getAttribute('aria-busy') === 'false' && ${grid}.querySelectorAll('tbody tr').length > 15 && [...${grid}.querySelectorAll('tbody tr')].every((row) => row.textContent !== '')`

/** The list of a project with so many runs. */
export async function benchList(app: MeasuredApp, project: string, runs: number): Promise<void> {
  const address = (query = ''): string => `#/project/${project}${query}`
  const words = runs.toLocaleString('en-US')
  reportCosts(`open the list of ${words} runs`, [await app.cost(go(address()), isRead)], null)
  await app.settle(5_000)
  await app.cost(press('Home'), isRead)
  const jumps: Cost[] = []
  for (const [key, index] of [['End', runs], ['Home', 1], ['End', runs]] as const) jumps.push(await app.cost(press(key), `${isRead} && ${grid}.querySelector('tr[aria-rowindex="${String(index + 1)}"]') !== null`))
  reportCosts(`jump to the other end of ${words} runs`, jumps, null)
  const sorts: Cost[] = []
  for (const query of ['?sort=duration.down', '?sort=steps.up', '?sort=app.up']) sorts.push(await app.cost(go(address(query)), `location.hash.endsWith(${JSON.stringify(query)}) && ${isRead}`))
  reportCosts(`RUN-6 sort ${words} runs by another column`, sorts, 150)
  const filters: Cost[] = []
  for (const query of ['status:failed', 'steps:>3', 'action:bench']) filters.push(await app.cost(go(address(`?filter=${encodeURIComponent(query)}`)), `document.querySelector('input[aria-label=Filter]')?.value === ${JSON.stringify(query)} && (${grid} === null || ${grid}.getAttribute('aria-busy') === 'false')`))
  reportCosts(`filter ${words} runs`, filters, null)
  await app.cost(go(address()), isRead)
  await app.settle(5_000)
  await reportScroll(`P-9 scroll ${words} runs, 5 rows a frame`, app, 'div:has(> [role=treegrid])', 130)
  await reportScroll(`scroll ${words} runs, 100 rows a frame`, app, 'div:has(> [role=treegrid])', 2600)
}
