import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { SeedObject } from '../seed/tracker'

interface CorpusLine {
  readonly key: string
  readonly metadata: Record<string, string>
  readonly last_modified: string
  readonly body_b64: string
}

/** The objects of a recorded bucket: one JSON object a line, gzipped when the name ends in `.gz`. */
export function readCorpus(path: string): SeedObject[] {
  const file = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(file) : file).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const object = JSON.parse(line) as CorpusLine
      return { key: object.key, metadata: object.metadata, timeUs: Date.parse(object.last_modified) * 1000, body: Buffer.from(object.body_b64, 'base64') }
    })
}
