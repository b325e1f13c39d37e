import { expect, it } from 'vitest'
import { ownArguments, readStartOptions } from './arguments'

it('finds the own arguments behind the program, and behind the app folder in development', () => {
  expect(ownArguments(['/opt/burr-desktop', 'index', '--json'], true)).toEqual(['index', '--json'])
  const launched = ['/opt/burr-desktop-bin', '--no-sandbox', '--ozone-platform=headless', '--disable-gpu', '--log-level=3', 'index', '--json']
  expect(ownArguments(launched, true)).toEqual(['index', '--json'])
  expect(ownArguments(['/electron', '--no-sandbox', '/app', '--bucket', 'b'], false)).toEqual(['--bucket', 'b'])
  expect(ownArguments(['/electron'], false)).toEqual([])
})

it('reads the options and passes over switches it does not know', () => {
  const options = readStartOptions(['--data-dir', '/d', '--bucket=b', '--profile', 'p', '--endpoint-url', 'http://127.0.0.1:1', '--no-sandbox'])
  expect(options.dataFolder).toBe('/d')
  expect(options.environment).toEqual({ BURR_S3_BUCKET: 'b', AWS_PROFILE: 'p', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })
  expect(readStartOptions([])).toEqual({ dataFolder: null, environment: {} })
})
