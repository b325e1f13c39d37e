import { readFile, readdir, readlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Every connection and name look-up that a program made, and every port it listened at. */
export interface NetworkJournal {
  /** What to start the program with. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What Node's part did, threads included: `connect host:port`, `lookup host`, `listen host:port`. */
  readonly node: () => Promise<readonly string[]>
  /** Addresses and names that Chromium's network service went to; read when the program has ended. */
  readonly chromium: () => Promise<readonly string[]>
}

// Loaded into the main process and each of its threads before anything else.
const hook = (file: string): string => `
const { appendFileSync } = require('node:fs')
const net = require('node:net'), dns = require('node:dns'), dgram = require('node:dgram')
const note = (line) => appendFileSync(${JSON.stringify(file)}, line + '\\n')
note('heard in ' + (require('node:worker_threads').isMainThread ? 'main' : 'thread'))
const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...given) {
  const [first] = Array.isArray(given[0]) ? given[0] : given
  if (typeof first === 'object' && first.path == null) note('connect ' + (first.host ?? 'localhost') + ':' + first.port)
  else if (typeof first === 'number') note('connect ' + (typeof given[1] === 'string' ? given[1] : 'localhost') + ':' + first)
  return connect.apply(this, given)
}
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...given) {
  note('listen ' + JSON.stringify(given[0] ?? null))
  return listen.apply(this, given)
}
const lookup = dns.lookup
dns.lookup = function (name, ...given) {
  if (net.isIP(name) === 0) note('lookup ' + name)
  return lookup.call(this, name, ...given)
}
const createSocket = dgram.createSocket
dgram.createSocket = (...given) => {
  note('datagrams')
  return createSocket(...given)
}
`

/** Prepares the journal of a program that will be started, in files of a folder. */
export async function networkJournal(folder: string): Promise<NetworkJournal> {
  const [code, nodeFile, chromiumFile] = [join(folder, 'hear.cjs'), join(folder, 'node.txt'), join(folder, 'chromium.json')]
  await writeFile(code, hook(nodeFile))
  return {
    args: [`--log-net-log=${chromiumFile}`],
    env: { NODE_OPTIONS: `--require ${code}` },
    node: async () => [...new Set((await readFile(nodeFile, 'utf8')).trimEnd().split('\n'))],
    chromium: async () => {
      const text = await readFile(chromiumFile, 'utf8')
      const types = (JSON.parse(/"logEventTypes":(\{[^}]*\})/.exec(text)?.[1] ?? '{}') as Record<string, number>)
      const watched = ['TCP_CONNECT_ATTEMPT', 'UDP_CONNECT', 'HOST_RESOLVER_MANAGER_REQUEST', 'HOST_RESOLVER_DNS_TASK', 'SSL_CONNECT', 'URL_REQUEST_START_JOB']
      const numbers = new Set(watched.map((name) => types[name]))
      if (types['TCP_CONNECT_ATTEMPT'] === undefined || !text.includes('"events": [\n{')) throw new Error('Chromium wrote no journal of its network.')
      const isWatched = (line: string): boolean => numbers.has(Number(/"type":(\d+)\}\W*$/.exec(line)?.[1]))
      return text.split('\n').filter(isWatched).flatMap((line) => /"(?:address|host|url)":"([^"]*)"/.exec(line)?.[1] ?? [])
    }
  }
}

/** Local addresses at which a process or one it started listens for TCP connections, as `/proc` writes them; Linux only. */
export async function listening(pid: number): Promise<readonly string[]> {
  const sockets = new Set<string>()
  for (const each of await family(pid)) {
    for (const handle of await readdir(`/proc/${each}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${each}/fd/${handle}`).catch(() => '')
      sockets.add(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? '')
    }
  }
  const rows = (await Promise.all(['tcp', 'tcp6'].map(async (name) => (existsSync(`/proc/net/${name}`) ? await readFile(`/proc/net/${name}`, 'utf8') : '')))).join('\n')
  const listens = '0A'
  return rows.split('\n').map((row) => row.trim().split(/\s+/)).filter(([, , , state, , , , , , socket]) => state === listens && sockets.has(socket ?? '-')).map(([, local]) => local ?? '')
}

async function family(pid: number): Promise<readonly number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const found = [pid]
  for (const each of found) for (const [child, parent] of parents) if (parent === each) found.push(child)
  return found
}
