import type { SeedObject } from './tracker'
import { keyTime } from './wallClock'

/** Objects under `data/` (and beside it) that are no run data, as consoles, people and other programs leave them. */
export function* strays(timeUs: number): Generator<SeedObject, void, undefined> {
  const stray = (key: string, body: string | Uint8Array = ''): SeedObject => ({ key, body, metadata: {}, timeUs })
  yield stray('data/legacy-import/')
  yield stray('data/legacy-import/readme.txt', 'Runs imported from the old bucket in September. Ask the platform team before you delete anything here.\n')
  yield stray('data/legacy-import/2026/notes.md', '# Import notes\n\nThe short path is a leftover of the first try.\n')
  yield stray(`data/legacy-import/${keyTime(timeUs)}/application.json`, '{"type":"application"}')
  yield stray('data/legacy-import/2026/13/41/25/61:00.000000/none/app/graph.json', '{}')
  yield stray('data/.DS_Store', new Uint8Array([0, 0, 0, 1, 66, 117, 100, 49]))
  yield stray('exports/2026-09.csv', 'project,runs\nlegacy-import,212\n')
}
