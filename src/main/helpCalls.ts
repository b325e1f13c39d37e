import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { openReply } from '@shared/contract/reply'
import type { JobRow, Status } from '@shared/model/status'
import type { CallContext, MainCalls } from './calls'
import { collectDiagnostics } from './diagnostics/diagnostics'

type HelpCalls = Pick<MainCalls, Extract<keyof MainCalls, `help.${string}`>>

/** The versions that run. */
export const runningVersions = (): Record<string, string> => ({
  app: app.getVersion(),
  electron: process.versions.electron ?? '',
  chrome: process.versions['chrome'] ?? '',
  node: process.versions.node,
  packaged: String(app.isPackaged)
})

/** The calls behind the Help menu. */
export const helpCalls: HelpCalls = {
  'help.diagnostics': async ({ backend, settings, dataFolder }) => {
    const [status, jobs] = await Promise.all([
      ask<Status>(backend, 'status.get', {}),
      ask<readonly JobRow[]>(backend, 'jobs.list', { includeEmpty: true, limit: 100 })
    ])
    return collectDiagnostics({ dataFolder, versions: runningVersions(), settings: settings.effective(), status, jobs, environment: process.env })
  },
  'help.licences': () => {
    const file = join(app.getAppPath(), 'out', 'THIRD-PARTY-LICENSES.txt')
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  }
}

// A report is wanted most when something does not answer.
async function ask<Value>(backend: CallContext['backend'], method: 'status.get' | 'jobs.list', input: unknown): Promise<Value | null> {
  const limit = new Promise<null>((resolve) => setTimeout(() => resolve(null), 3_000).unref())
  try {
    return await Promise.race([backend.then(async (running) => openReply<Value>(await running.call(method, input))), limit])
  } catch {
    return null
  }
}
