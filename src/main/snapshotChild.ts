import { utilityProcess } from 'electron'
import type { KeptChild } from './backend/host'

/** What of the environment a child needs to start; no credentials are among it. */
const passed = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TMPDIR', 'TEMP'] as const

/** Starts the built program that opens files someone else could have written. A packaged app has no other way to start a process of Node. */
export function forkSnapshotChild(file: string): KeptChild {
  const env = Object.fromEntries(passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
  const child = utilityProcess.fork(file, [], { env, execArgv: ['--max-old-space-size=512'], serviceName: 'Burr Desktop snapshot check', stdio: 'ignore' })
  return {
    postMessage: (message) => child.postMessage(message),
    once: child.once.bind(child) as KeptChild['once'],
    // A statement of SQLite hears no polite signal.
    kill: () => (child.pid === undefined ? child.kill() : process.kill(child.pid, 'SIGKILL'))
  }
}
