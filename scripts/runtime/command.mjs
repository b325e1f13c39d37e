import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** The exit code a shell would report for an ended child. */
const exitCode = (code, signal) => code ?? 128 + (constants.signals[signal] ?? 0)

/**
 * Runs a command to its end and gives its exit code; our standard streams are its own unless `options.stdio`
 * says otherwise, and signals that ask us to stop are passed on.
 */
export const run = (file, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options })
    const listeners = forwarded.map((signal) => [signal, () => child.kill(signal)])
    for (const [signal, listener] of listeners) process.on(signal, listener)
    const release = () => {
      for (const [signal, listener] of listeners) process.off(signal, listener)
    }
    child.on('error', (error) => {
      release()
      reject(error)
    })
    child.on('close', (code, signal) => {
      release()
      resolve(exitCode(code, signal))
    })
  })

/** Runs a command quietly and gives `{ code, stdout, stderr }`; a command that does not exist gives code 127. */
export const capture = (file, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: String(error.message) }))
    child.on('close', (code, signal) => resolve({ code: exitCode(code, signal), stdout, stderr }))
  })

/** Standard streams for a child whose every word belongs on our standard error. */
export const toStderr = ['ignore', 2, 2]

/** Runs npm the way it was started itself, on every platform; gives `{ file, args }` for `run` and `capture`. */
export const npm = (...args) => {
  const cli = process.env.npm_execpath
  if (cli && /npm-cli\.[cm]?js$/.test(cli)) return { file: process.execPath, args: [cli, ...args] }
  return { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args }
}
