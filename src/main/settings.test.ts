import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings, settingsPatch } from '@shared/model/settings'
import { loadSettings, saveSettings } from './settings'

let parent: string
let folder: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'burr-settings-'))
  folder = join(parent, 'data')
})

afterEach(() => {
  chmodSync(parent, 0o700)
  rmSync(parent, { recursive: true, force: true })
})

function write(text: string): void {
  saveSettings(folder, {}, {})
  writeFileSync(join(folder, 'settings.json'), text)
}

describe('settings of a data folder', () => {
  it('are the defaults when there is none', () => {
    const { effective, setAsidePath } = loadSettings(folder, {})
    expect(effective.values).toEqual(defaultSettings)
    expect(effective.problems).toEqual([])
    expect(Object.values(effective.sources).every((source) => source.from === 'default')).toBe(true)
    expect(setAsidePath).toBeNull()
  })

  it('come back as they were saved, in a file and folder that only the owner reads', () => {
    saveSettings(folder, { bucket: 'runs', profile: 'dev', updateIntervalMs: 5000 }, {})
    saveSettings(folder, { theme: 'dark' }, {})
    const { values, sources } = loadSettings(folder, {}).effective
    expect(values).toEqual({ ...defaultSettings, bucket: 'runs', profile: 'dev', updateIntervalMs: 5000, theme: 'dark' })
    expect(sources.bucket).toEqual({ from: 'file' })
    expect(sources.region).toEqual({ from: 'default' })
    expect(statSync(join(folder, 'settings.json')).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('keep fields that a newer program wrote', () => {
    write('{"bucket":"runs","future":{"deep":[1]}}')
    saveSettings(folder, { theme: 'light' }, {})
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toEqual({ bucket: 'runs', future: { deep: [1] }, theme: 'light' })
  })

  it.each(['{"bucket":', '', '[1]', '"text"', 'null', '\u0000\u0001'])('set a broken file aside and say so: %j', (text) => {
    write(text)
    const { effective, setAsidePath } = loadSettings(folder, {})
    expect(effective.values).toEqual(defaultSettings)
    expect(effective.problems[0]).toMatchObject({ field: 'settings.json' })
    expect(setAsidePath).toMatch(/settings\.broken-\d{4}-\d\d-\d\dT[\d-]+Z\.json$/)
    expect(readFileSync(setAsidePath ?? '', 'utf8')).toBe(text)
    expect(loadSettings(folder, {}).setAsidePath).toBeNull()
  })

  it('are the defaults, with the reason, when the file cannot be read at all, and it is then not overwritten', () => {
    mkdirSync(join(folder, 'settings.json'), { recursive: true })
    const { effective } = loadSettings(folder, {})
    expect(effective.values).toEqual(defaultSettings)
    expect(effective.problems[0]).toMatchObject({ field: 'settings.json', why: expect.stringContaining('EISDIR') as string })
    expect(() => saveSettings(folder, { bucket: 'runs' }, {})).toThrow('EISDIR')
  })

  it('take the rest when one value is wrong', () => {
    write('{"bucket":"x","updateIntervalMs":5,"awsMaxConcurrency":"many","theme":"pink","priorSnapshotsToKeep":9}')
    const { values, problems } = loadSettings(folder, {}).effective
    expect(values).toEqual({ ...defaultSettings, priorSnapshotsToKeep: 9 })
    expect(problems.map((problem) => problem.field)).toEqual(['bucket', 'updateIntervalMs', 'awsMaxConcurrency', 'theme'])
    expect(problems[1]).toMatchObject({ value: '5', why: expect.stringContaining('settings file') as string })
  })

  it('read a bucket in any form and keep its bare name', () => {
    expect(settingsPatch.parse({ bucket: 's3://runs/data/' })).toEqual({ bucket: 'runs' })
    expect(settingsPatch.safeParse({ bucket: 'runs--use1-az4--x-s3' }).success).toBe(false)
    expect(settingsPatch.safeParse({ secretAccessKey: 'x' }).success).toBe(false)
    expect(settingsPatch.safeParse({ endpointUrl: 'file:///etc/passwd' }).success).toBe(false)
    expect(settingsPatch.safeParse({ endpointUrl: 'https://user:pass@host' }).success).toBe(false)
    expect(settingsPatch.parse({ endpointUrl: 'http://127.0.0.1:9000' })).toEqual({ endpointUrl: 'http://127.0.0.1:9000' })
  })

  it('leave no half file when the disk refuses', () => {
    saveSettings(folder, { bucket: 'runs' }, {})
    rmSync(join(folder, 'settings.json'))
    writeFileSync(join(parent, 'file'), '')
    expect(() => saveSettings(join(parent, 'file'), { bucket: 'other' }, {})).toThrow()
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the environment', () => {
  it('overrides the file with Burr’s variables, in any case of their names, and is named', () => {
    saveSettings(folder, { bucket: 'from-file', updateIntervalMs: 5000, loadSnapshotOnStart: true }, {})
    const { values, sources, problems } = loadSettings(folder, {
      burr_s3_bucket: 's3://from-env/data', BURR_UPDATE_INTERVAL_MILLISECONDS: '60000', Burr_Aws_Max_Concurrency: '7',
      BURR_SNAPSHOT_INTERVAL_MILLISECONDS: '90000', BURR_LOAD_SNAPSHOT_ON_START: 'No', BURR_PRIOR_SNAPSHOTS_TO_KEEP: '2', BURR_DESKTOP_FORCE_PATH_STYLE: 'on'
    }).effective
    expect(problems).toEqual([])
    expect(values).toMatchObject({ bucket: 'from-env', updateIntervalMs: 60_000, awsMaxConcurrency: 7, snapshotIntervalMs: 90_000, loadSnapshotOnStart: false, priorSnapshotsToKeep: 2, forcePathStyle: true })
    expect(sources.bucket).toEqual({ from: 'environment', variable: 'burr_s3_bucket' })
    expect(sources.awsMaxConcurrency).toEqual({ from: 'environment', variable: 'Burr_Aws_Max_Concurrency' })
  })

  it.each([['true', true], ['1', true], ['YES', true], ['on', true], ['false', false], ['0', false], ['no', false], ['Off', false]])('reads %s as %s', (text, value) => {
    expect(loadSettings(folder, { BURR_LOAD_SNAPSHOT_ON_START: text }).effective.values.loadSnapshotOnStart).toBe(value)
  })

  it.each([
    ['BURR_UPDATE_INTERVAL_MILLISECONDS', '2 minutes', 'updateIntervalMs'],
    ['BURR_UPDATE_INTERVAL_MILLISECONDS', '999', 'updateIntervalMs'],
    ['BURR_AWS_MAX_CONCURRENCY', '0', 'awsMaxConcurrency'],
    ['BURR_AWS_MAX_CONCURRENCY', '1001', 'awsMaxConcurrency'],
    ['BURR_AWS_MAX_CONCURRENCY', '1.5', 'awsMaxConcurrency'],
    ['BURR_LOAD_SNAPSHOT_ON_START', 'maybe', 'loadSnapshotOnStart'],
    ['BURR_PRIOR_SNAPSHOTS_TO_KEEP', '-1', 'priorSnapshotsToKeep'],
    ['BURR_S3_BUCKET', 'not a bucket', 'bucket'],
    ['AWS_ENDPOINT_URL', 'localhost:9000', 'endpointUrl']
  ])('never stops the start: %s=%s', (variable, text, field) => {
    const { values, problems, sources } = loadSettings(folder, { [variable]: text }).effective
    expect(values).toEqual(defaultSettings)
    expect(sources[field as 'bucket']).toEqual({ from: 'default' })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ field, value: text, why: expect.stringContaining(variable) as string })
  })

  it('fills in what the file leaves open with AWS’s variables, and no more', () => {
    const environment = { AWS_PROFILE: 'env', AWS_DEFAULT_REGION: 'eu-west-1', AWS_REGION: 'eu-west-3', AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:2' }
    expect(loadSettings(folder, environment).effective.values).toMatchObject({ profile: 'env', region: 'eu-west-3', endpointUrl: 'http://127.0.0.1:2' })
    expect(loadSettings(folder, environment).effective.sources.region).toEqual({ from: 'environment', variable: 'AWS_REGION' })
    saveSettings(folder, { profile: 'mine', endpointUrl: 'http://127.0.0.1:3' }, environment)
    const { values, sources } = loadSettings(folder, environment).effective
    expect(values).toMatchObject({ profile: 'mine', region: 'eu-west-3', endpointUrl: 'http://127.0.0.1:3' })
    expect(sources.profile).toEqual({ from: 'file' })
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toEqual({ profile: 'mine', endpointUrl: 'http://127.0.0.1:3' })
  })

  it('an empty variable is none', () => {
    expect(loadSettings(folder, { BURR_S3_BUCKET: '', AWS_PROFILE: ' ' }).effective).toMatchObject({ values: { bucket: '', profile: null }, problems: [] })
  })
})
