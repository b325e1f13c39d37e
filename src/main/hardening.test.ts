import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const source = join(import.meta.dirname, '..')
const weakening = [
  'webSecurity', 'allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames',
  'disable-web-security', 'ignore-certificate-errors', 'certificate-error', 'setCertificateVerifyProc', 'NODE_TLS_REJECT_UNAUTHORIZED', 'rejectUnauthorized: false',
  'allowpopups', 'disableWebSecurity', 'crashReporter', 'bypassCSP', 'loadFile('
]

it('nothing that Electron protects by default is switched off anywhere', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  expect(files.length).toBeGreaterThan(200)
  const found = files.flatMap((path) => {
    const text = readFileSync(join(source, path), 'utf8')
    return weakening.filter((word) => text.includes(word)).map((word) => `${path}: ${word}`)
  })
  expect(found).toEqual([])
})
