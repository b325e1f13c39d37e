import { AppError, assertNever } from '@shared/errors'
import { placedSettings } from './backend/aws/place'
import type { Command, CommandContext, CommandIo } from './cli/command'
import { defaultDataFolder } from './cli/dataFolder'
import { errorLines, exitCodeOf, exitCodes } from './cli/exitCode'
import { asksForHelp, isCommand, readOptions, usage } from './cli/options'
import type { CommandName, CommandOptions } from './cli/options'
import { loadSettings } from './settings'

export { isCommand }
export type { CommandIo }

/** Runs one headless command and gives its exit code; never rejects. */
export async function runCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  // Which Node is inside Electron is nothing that a person at a terminal can change.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  const stopping = new AbortController()
  const interrupt = (): void => stopping.abort(new AppError({ code: 'cancelled', message: 'Interrupted.' }))
  // A reader that went away (`| head`) is no failure of ours.
  const ignoreClosedPipe = (error: Error & { code?: string }): void => { if (error.code !== 'EPIPE') throw error }
  io.stdout.on('error', ignoreClosedPipe)
  io.stderr.on('error', ignoreClosedPipe)
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  try {
    if (asksForHelp(argv)) {
      io.stdout.write(`${usage}\n`)
      return exitCodes.done
    }
    const options = readOptions(argv)
    const command = await loadCommand(options.command)
    return await command(await createContext(options, io, stopping.signal))
  } catch (error) {
    for (const line of errorLines(error)) io.stderr.write(`${line}\n`)
    if (exitCodeOf(error) === exitCodes.broken && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`)
    return stopping.signal.aborted ? exitCodes.interrupted : exitCodeOf(error)
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}

async function createContext(options: CommandOptions, io: CommandIo, signal: AbortSignal): Promise<CommandContext> {
  const dataFolder = defaultDataFolder(options.dataDir, io.env)
  const { effective } = loadSettings(dataFolder, io.env)
  const given = {
    ...(options.bucket === undefined ? {} : { bucket: options.bucket }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.endpointUrl === undefined ? {} : { endpointUrl: options.endpointUrl }),
    ...(options.pathStyle === undefined ? {} : { forcePathStyle: options.pathStyle })
  }
  const say = (line: string): void => void io.stderr.write(`${line}\n`)
  for (const { field, why } of effective.problems) say(`Setting ${field}: ${why}`)
  return {
    ...io,
    options,
    dataFolder,
    settings: await placedSettings({ ...effective.values, ...given }, io.env),
    signal,
    say,
    print: ({ json, words }) => void io.stdout.write(options.json ? `${json()}\n` : words())
  }
}

// The window's start must not load what only a command needs.
async function loadCommand(name: CommandName): Promise<Command> {
  switch (name) {
    case 'index':
      return (await import('./cli/indexCommand')).indexCommand
    case 'verify':
      return (await import('./cli/verifyCommand')).verifyCommand
    case 'projects':
      return (await import('./cli/readCommands')).projectsCommand
    case 'runs':
      return (await import('./cli/readCommands')).runsCommand
    case 'run':
      return (await import('./cli/runCommand')).runCommandOf
    case 'snapshot':
      return (await import('./cli/snapshotCommand')).snapshotCommand
    case 'export':
      return (await import('./cli/exportCommand')).exportCommand
    case 'open':
      return (await import('./cli/openCommand')).openCommand
    default:
      return assertNever(name)
  }
}
