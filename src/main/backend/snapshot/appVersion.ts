import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const mostLevels = 6

/** The version of this program, from the package it belongs to; `0` when that cannot be found. */
export function appVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (let level = 0; level < mostLevels; level += 1) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: unknown; version?: unknown }
      if (name === 'burr-desktop' && typeof version === 'string') return version
    } catch {
      // No package at this level.
    }
    folder = dirname(folder)
  }
  return '0'
}
