import { parseArgs } from 'node:util'
import { AppError } from '@shared/errors'
import { noPortableOptions, portableArguments, readPortableOptions } from './portableOptions'
import type { PortableOptions } from './portableOptions'

/** The names of the headless commands. */
export const commandNames = ['index', 'projects', 'runs', 'run', 'verify', 'snapshot', 'export', 'open'] as const

/** One of {@link commandNames}. */
export type CommandName = (typeof commandNames)[number]

/** A command line, read. */
export interface CommandOptions {
  readonly command: CommandName
  readonly bucket: string | undefined
  readonly profile: string | undefined
  readonly region: string | undefined
  readonly endpointUrl: string | undefined
  readonly pathStyle: boolean | undefined
  readonly dataDir: string | undefined
  readonly json: boolean
  readonly progress: boolean
  readonly projects: readonly string[]
  readonly appId: string | undefined
  readonly partitionKey: string | undefined
  readonly limit: number
  readonly cursor: string | undefined
  /** What `snapshot` is to do. */
  readonly verb: SnapshotVerb | undefined
  /** The manifest of a snapshot. */
  readonly key: string | undefined
  /** What `export` is to write; empty lists and `undefined` when it is another command. */
  readonly portable: PortableOptions
  /** The file or folder that `open` is to look into. */
  readonly path: string | undefined
}

/** What can be done with snapshots. */
export const snapshotVerbs = ['create', 'list', 'restore', 'prune'] as const

/** One of {@link snapshotVerbs}. */
export type SnapshotVerb = (typeof snapshotVerbs)[number]

/** How the commands are called. */
export const usage = `Usage: burr-desktop <command> [options]

  index  [--project P]…                                   index until nothing is left to do
  projects                                                list the projects of the index
  runs   --project P [--partition-key K] [--limit N] [--cursor C]   list runs, newest first
  run    --project P --app-id A [--partition-key K]       one run with its steps
  verify [--project P]                                    compare the bucket with the index and repair
  snapshot create | list | prune                          publish the index, list all snapshots, remove own old ones
  snapshot restore [--key K]                              put a snapshot (the newest good one) in the place of the index
  export --project P --runs A… | --filter F  --out FILE   write runs (with parents, forks and sub-runs) into one file
         [--partition-key K] [--alone] [--no-annotations] [--no-redact] [--rule NAME=REGEX]… [--note TEXT] [--force]
  open   FILE                                             what a .burrsnapshot, a local tracker's folder, a log.jsonl
                                                          or a server's snapshot.db holds; without a bucket

Options of all: --bucket B --profile P --region R --endpoint-url URL --path-style --data-dir D --json --progress
Exit codes: 0 done, 2 usage, 3 not reachable or not allowed, 4 data found wanting`

const common = {
  bucket: { type: 'string' },
  profile: { type: 'string' },
  region: { type: 'string' },
  'endpoint-url': { type: 'string' },
  'path-style': { type: 'boolean' },
  'data-dir': { type: 'string' },
  json: { type: 'boolean' },
  progress: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  project: { type: 'string', multiple: true },
  'app-id': { type: 'string' },
  'partition-key': { type: 'string' },
  limit: { type: 'string' },
  cursor: { type: 'string' },
  key: { type: 'string' },
  ...portableArguments
} as const

const own: Record<CommandName, readonly string[]> = {
  index: ['project'],
  projects: [],
  runs: ['project', 'partition-key', 'limit', 'cursor'],
  run: ['project', 'app-id', 'partition-key'],
  verify: ['project'],
  snapshot: ['key'],
  export: ['project', 'partition-key', ...Object.keys(portableArguments)],
  open: []
}

const notCommon = new Set(['project', 'app-id', 'partition-key', 'limit', 'cursor', 'key', ...Object.keys(portableArguments)])

/** Whether these arguments are a headless command (and not the start of a window). */
export function isCommand(argv: readonly string[]): boolean {
  const first = argv.find((argument) => !argument.startsWith('-'))
  const name = argv[0] === first ? first : undefined
  return (name !== undefined && isCommandName(name)) || argv.includes('--help') || argv[0] === 'help'
}

/** Whether only the usage is asked for. */
export function asksForHelp(argv: readonly string[]): boolean {
  return argv[0] === 'help' || argv.includes('--help') || argv.includes('-h')
}

/** Reads a command line; `invalid-input` with the reason when it is not understood. */
export function readOptions(argv: readonly string[]): CommandOptions {
  const { values, positionals } = parse(argv)
  const [command, ...rest] = positionals
  const [verb, ...more] = command === 'snapshot' || command === 'open' ? rest : [undefined, ...rest]
  if (command === undefined) throw wrong('No command is given.')
  if (!isCommandName(command)) throw wrong(`There is no command “${command}”.`)
  if (more[0] !== undefined) throw wrong(`“${more[0]}” is one word too many.`)
  for (const name of Object.keys(values)) {
    if (notCommon.has(name) && !own[command].includes(name)) throw wrong(`--${name} does not belong to ${command}.`)
  }
  const projects = values.project ?? []
  if (projects.includes('')) throw wrong('--project is empty.')
  if ((command === 'runs' || command === 'run') && projects.length !== 1) throw wrong(`${command} needs one --project.`)
  if (command === 'open' && (verb ?? '') === '') throw wrong('open needs the path of a file or a folder.')
  if (command === 'export' && projects.length !== 1) throw wrong('export needs one --project.')
  if (command === 'verify' && projects.length > 1) throw wrong('verify takes one --project, or none.')
  if (command === 'snapshot' && !isSnapshotVerb(verb)) throw wrong(`snapshot needs one of ${snapshotVerbs.join(', ')}.`)
  if (values.key !== undefined && verb !== 'restore') throw wrong('--key belongs to snapshot restore.')
  if (command === 'run' && (values['app-id'] ?? '') === '') throw wrong('run needs --app-id.')
  return {
    command,
    bucket: values.bucket,
    profile: values.profile,
    region: values.region,
    endpointUrl: values['endpoint-url'],
    pathStyle: values['path-style'],
    dataDir: values['data-dir'],
    json: values.json ?? false,
    progress: values.progress ?? false,
    projects,
    appId: values['app-id'],
    partitionKey: values['partition-key'],
    limit: readLimit(values.limit),
    cursor: values.cursor,
    verb: isSnapshotVerb(verb) ? verb : undefined,
    key: values.key,
    portable: command === 'export' ? readPortableOptions(values, wrong) : noPortableOptions,
    path: command === 'open' ? verb : undefined
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: common, allowPositionals: true, strict: true })
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return 100
  const limit = Number(text)
  if (!/^\d+$/.test(text) || limit < 1 || limit > 1_000_000) throw wrong('--limit is a number from 1 to 1,000,000.')
  return limit
}

function isSnapshotVerb(text: string | undefined): text is SnapshotVerb {
  return (snapshotVerbs as readonly (string | undefined)[]).includes(text)
}

function isCommandName(text: string): text is CommandName {
  return (commandNames as readonly string[]).includes(text)
}

function wrong(message: string): AppError {
  return new AppError({ code: 'invalid-input', message, action: 'burr-desktop --help shows how it is called.' })
}
