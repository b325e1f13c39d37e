import { AsyncLocalStorage } from 'node:async_hooks'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { delimiter } from 'node:path'
import { promisify } from 'node:util'

/** How the program of `credential_process` is run. */
export interface HelperLimits {
  readonly timeoutMs: number
  /** Folders to look for programs in before those of `PATH`; `null` = none. */
  readonly extraPath: string | null
}

/** Longest output that is read; credentials are far shorter. */
const longestOutput = 64 * 1024
const longestSaying = 300

interface Run extends HelperLimits {
  /** In words why the program gave nothing; never a key or an argument. */
  failure: string | null
}

const runs = new AsyncLocalStorage<Run>()

/** Does `work`, in which the SDK may run helper programs, within these limits; `failure` tells in words what a program said. */
export async function withHelpers<Result>(limits: HelperLimits, work: () => Promise<Result>): Promise<{ result: Promise<Result>; failure: string | null }> {
  await installRunner()
  const run: Run = { ...limits, failure: null }
  const result = runs.run(run, work)
  await result.catch(() => undefined)
  return { result, failure: run.failure }
}

let isInstalled = false

// The SDK runs the program without any limit and lets go of what it said; this seam is the one it has for its own tests.
async function installRunner(): Promise<void> {
  if (isInstalled) return
  const { externalDataInterceptor } = await import('@smithy/shared-ini-file-loader')
  const seam = externalDataInterceptor.getTokenRecord() as Record<string, unknown>
  seam['exec'] = Object.assign(() => undefined, { [promisify.custom]: runHelper })
  isInstalled = true
}

/** Runs a command line in a shell and gives what it wrote; it and all it started are ended when it takes too long or writes too much. */
async function runHelper(command: string): Promise<{ stdout: string }> {
  const run = runs.getStore()
  if (run === undefined) throw new Error('A helper program is run for credentials only.')
  const ended = await outputOf(command, run)
  if (ended.why === null && ended.code === 0) {
    if (!isJson(ended.stdout)) run.failure = 'its credential_process did not answer with JSON'
    return { stdout: ended.stdout }
  }
  const said = redactOutput(ended.stderr, ended.stdout)
  run.failure = `its credential_process ${ended.why ?? `ended with code ${String(ended.code)}`}${said === '' ? '' : `: ${said}`}`
  throw new Error('credential_process failed')
}

interface Ended {
  readonly code: number | null
  /** Why it was ended; `null` = it ended by itself. */
  readonly why: string | null
  readonly stdout: string
  readonly stderr: string
}

function outputOf(command: string, { timeoutMs, extraPath }: Run): Promise<Ended> {
  const isPosix = process.platform !== 'win32'
  const path = [extraPath, process.env['PATH']].filter((part) => part !== null && part !== undefined && part !== '').join(delimiter)
  const child = spawn(command, { shell: true, detached: isPosix, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH: path } })
  return new Promise((resolve) => {
    let why: string | null = null
    let [stdout, stderr] = ['', '']
    const end = (code: number | null): void => {
      clearTimeout(timer)
      resolve({ code, why, stdout, stderr })
    }
    const stop = (reason: string): void => {
      if (why !== null) return
      why = reason
      killAll(child, isPosix)
      // Whatever still holds the pipes open is not waited for.
      child.stdout.destroy()
      child.stderr.destroy()
      end(null)
    }
    const timer = setTimeout(() => stop(`gave no answer in ${String(timeoutMs / 1000)} s and was ended`), timeoutMs)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (stdout.length > longestOutput) stop('wrote far more than credentials and was ended')
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr = (stderr + text).slice(-longestOutput) })
    child.on('error', () => stop('could not be started'))
    child.on('close', (code) => end(code))
  })
}

function killAll(child: ChildProcess, isGroup: boolean): void {
  try {
    if (isGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const hidden = '***'
const secretName = String.raw`[\w-]*(?:secret|passw(?:or)?d|passcode|token|key|credential|authorization|bearer|cookie)[\w-]*["']?\s*[:=]\s*["']?`
const rules: readonly (readonly [RegExp, string])[] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${hidden}@`],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s?#]*)[?#]\S*/gi, `$1?${hidden}`],
  [new RegExp(`(${secretName})(?:(?:bearer|basic)\\s+)?[^\\s"',;]+`, 'gi'), `$1${hidden}`],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]+\b/g, hidden],
  // Long runs that are no words: keys, tokens, identifiers.
  [/(?<![\w+/=.-])(?=[\w+/=.-]*[A-Z\d])[\w+/=.-]{16,}/g, hidden]
]

/** The last that a program said, in one line, without what may be a secret and without anything of its other output. */
export function redactOutput(said: string, secret: string): string {
  // Escapes of a terminal and other signs that cannot be seen would tear secrets apart.
  const lines = said.split(/\r?\n/).map((line) => line.replaceAll(/\p{Cc}\[[\d;?]*[A-Za-z]|[\p{Cc}\p{Cf}]/gu, '').trim()).filter((line) => line !== '')
  const words = secret.split(/[^\w+/=-]+/).filter((word) => word.length >= 6)
  const bare = words.reduce((text, word) => text.replaceAll(word, hidden), lines.slice(-3).join(' '))
  const redacted = rules.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), bare)
  return redacted.length > longestSaying ? `…${redacted.slice(-longestSaying)}` : redacted
}
