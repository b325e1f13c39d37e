import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

/** Who writes snapshots: one for each data folder, made at its first use. */
export interface Installation {
  /** 32 hex digits, in the keys of its snapshots. */
  readonly installId: string
  /** What people call this computer. */
  readonly computer: string
  /** Signs a text with a secret that never leaves the data folder. */
  sign(text: string): string
  /** Whether a text was signed by this installation. */
  isSigned(text: string, signature: string): boolean
}

const fileName = 'installation.json'
const schema = z.object({ installId: z.string().regex(/^[0-9a-f]{32}$/), secret: z.string().regex(/^[0-9a-f]{64}$/) })

/** The installation of a data folder; makes one when there is none or its file is not understood. */
export function openInstallation(dataFolder: string, computer: string = hostname()): Installation {
  const { installId, secret } = read(dataFolder) ?? create(dataFolder)
  const sign = (text: string): string => createHmac('sha256', Buffer.from(secret, 'hex')).update(text).digest('hex')
  return {
    installId,
    computer: computer.slice(0, 100),
    sign,
    isSigned: (text, signature) => {
      const [ours, theirs] = [Buffer.from(sign(text)), Buffer.from(signature)]
      return ours.length === theirs.length && timingSafeEqual(ours, theirs)
    }
  }
}

type Identity = z.output<typeof schema>

function read(dataFolder: string): Identity | null {
  try {
    return schema.parse(JSON.parse(readFileSync(join(dataFolder, fileName), 'utf8')))
  } catch {
    return null
  }
}

function create(dataFolder: string): Identity {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const identity = { installId: randomBytes(16).toString('hex'), secret: randomBytes(32).toString('hex') }
  const temporary = join(dataFolder, `.${fileName}.${identity.installId}`)
  const target = join(dataFolder, fileName)
  try {
    const file = openSync(temporary, 'wx', 0o600)
    writeSync(file, `${JSON.stringify(identity)}\n`)
    fsyncSync(file)
    closeSync(file)
    rmIfBroken(target)
    place(temporary, target)
    return read(dataFolder) ?? identity
  } finally {
    rmSync(temporary, { force: true })
  }
}

// A link never replaces: of two programs that start at once, both take the first one's. Some file systems have no links.
function place(temporary: string, target: string): void {
  try {
    linkSync(temporary, target)
  } catch {
    if (!existsSync(target)) renameSync(temporary, target)
  }
}

function rmIfBroken(path: string): void {
  try {
    schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    rmSync(path, { force: true })
  }
}
