import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SearchScope } from '@shared/contract/search'

const scopeFile = 'search.json'

/** Of which projects the words are indexed; everything when nothing was chosen. Kept apart from the words, which may be deleted at any time. */
export function readSearchScope(folder: string): SearchScope {
  try {
    const { isOn, projectsOff } = JSON.parse(readFileSync(join(folder, scopeFile), 'utf8')) as Partial<SearchScope>
    return { isOn: isOn !== false, projectsOff: Array.isArray(projectsOff) ? projectsOff.filter((name) => typeof name === 'string') : [] }
  } catch {
    return { isOn: true, projectsOff: [] }
  }
}

/** Keeps what a person chose. */
export function saveSearchScope(folder: string, scope: SearchScope): void {
  const temporary = join(folder, `.${scopeFile}.${randomUUID()}`)
  writeFileSync(temporary, `${JSON.stringify(scope)}\n`, { mode: 0o600 })
  renameSync(temporary, join(folder, scopeFile))
}
