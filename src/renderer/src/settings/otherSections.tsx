import { useQuery } from '@tanstack/react-query'
import { doAction } from '../keyboard/actions'
import { appInfoQuery } from '../queries/settings'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/field'
import type { Draft } from './draft'
import { NumberField } from './numberField'
import { Section } from './section'
import { SettingRow } from './settingRow'

/** How often and how hard the bucket is read. */
export function IndexingSection({ draft: { values, set } }: { draft: Draft }) {
  return (
    <Section title="Indexing">
      <SettingRow field="updateIntervalMs" label="Poll every" hint="What you look at is polled more often">
        {(control) => <NumberField control={control} value={values.updateIntervalMs} unit="s" scale={1000} onChange={(value) => set('updateIntervalMs', value)} />}
      </SettingRow>
      <SettingRow field="awsMaxConcurrency" label="Requests at once">
        {(control) => <NumberField control={control} value={values.awsMaxConcurrency} onChange={(value) => set('awsMaxConcurrency', value)} />}
      </SettingRow>
      <SettingRow field="bodyBudgetBytes" label="Room for bodies" hint="What runs logged, compressed on this disk. When it is full, bodies that were not read for longest go and are fetched again when needed; what you keep offline stays.">
        {(control) => <NumberField control={control} value={values.bodyBudgetBytes} unit="GiB" scale={1024 ** 3} onChange={(value) => set('bodyBudgetBytes', Math.round(value))} />}
      </SettingRow>
      <div className="grid @min-[560px]:grid-cols-[176px_minmax(0,1fr)] gap-x-4 py-2">
        <div className="pt-1">Projects and days</div>
        <div>
          <Button onClick={() => doAction('bringIn.open')}>Choose what to bring in</Button>
          <p className="mt-1 text-sm text-ink-faint">Which projects are indexed and how far back, with the size and the number of requests beforehand</p>
        </div>
      </div>
    </Section>
  )
}

/** Copies of the index in the bucket. */
export function SnapshotSection({ draft: { values, set } }: { draft: Draft }) {
  return (
    <Section title="Snapshots" about="Copies of the index in the bucket, under burr-desktop/v1/, so that another computer need not read everything again. They hold runs, steps and errors; no bodies and no annotations.">
      <SettingRow field="loadSnapshotOnStart" label="At the first start" hint="When nothing is indexed on this computer yet">
        {({ disabled }) => <Checkbox label="Begin with the newest snapshot" checked={values.loadSnapshotOnStart} disabled={disabled} onChange={(on) => set('loadSnapshotOnStart', on)} />}
      </SettingRow>
      <SettingRow field="publishSnapshots" label="Publishing" hint="When the index has changed, and once more when the app is closed; needs s3:PutObject and s3:DeleteObject">
        {({ disabled }) => <Checkbox label="Publish snapshots to the bucket" checked={values.publishSnapshots} disabled={disabled} onChange={(on) => set('publishSnapshots', on)} />}
      </SettingRow>
      <SettingRow field="snapshotIntervalMs" label="Publish every">
        {(control) => <NumberField control={control} value={values.snapshotIntervalMs} unit="min" scale={60_000} onChange={(value) => set('snapshotIntervalMs', value)} />}
      </SettingRow>
      <SettingRow field="priorSnapshotsToKeep" label="Snapshots to keep" hint="Of this computer; those of others are never removed">
        {(control) => <NumberField control={control} value={values.priorSnapshotsToKeep} onChange={(value) => set('priorSnapshotsToKeep', value)} />}
      </SettingRow>
    </Section>
  )
}

/** Which program this is and where its data lies. */
export function AboutSection() {
  const info = useQuery(appInfoQuery()).data
  if (info === undefined) return null
  const facts = [
    ['Version', `Burr Desktop ${info.version}`],
    ['Licence', 'Apache License 2.0'],
    ['Data folder', info.dataFolder],
    ['System', info.platform],
    ['Runtime', `Electron ${info.electron}, Chromium ${info.chrome}, Node ${info.node}${info.sqlite === null ? '' : `, SQLite ${info.sqlite}`}`]
  ] as const
  return (
    <Section title="About">
      <dl className="text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="grid @min-[560px]:grid-cols-[176px_minmax(0,1fr)] gap-x-4 py-1">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="break-words text-ink-dim" data-selectable>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2 pt-2">
        <Button onClick={() => doAction('help.licences')}>Licences of what it is made with</Button>
        <Button onClick={() => doAction('help.report')}>Diagnostics report</Button>
      </div>
    </Section>
  )
}
