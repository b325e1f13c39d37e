import { app, utilityProcess } from 'electron'
import type { KeptChild } from './backend/host'
import type { StartChild } from './backend/snapshot/child'
import { keptChildStart } from './backend/snapshot/childRelay'

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

/** The same for a headless command, which need not wait for Electron before it has a file to look through. */
export function startSnapshotChild(file: string): StartChild {
  const start = keptChildStart(() => forkSnapshotChild(file))
  return (request) => {
    const started = app.whenReady().then(() => start(request))
    return { answer: started.then(({ answer }) => answer), kill: () => void started.then((child) => child.kill()) }
  }
}
