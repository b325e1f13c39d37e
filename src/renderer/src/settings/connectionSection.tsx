import { PlugZap } from 'lucide-react'
import { useMutation } from '@tanstack/react-query'
import { toErrorShape } from '@shared/errors'
import { settingsPatch } from '@shared/model/settings'
import { call } from '../api'
import { Button } from '../ui/button'
import { Select, TextInput } from '../ui/field'
import { ConnectionChecks } from './connectionChecks'
import type { Draft } from './draft'
import { ProfilePicker } from './profilePicker'
import { Section } from './section'
import { SettingRow } from './settingRow'

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

const usualEndpointsId = 'usual-endpoints'

/** Where other stores usually are; path style and the older checksums follow from there being an endpoint at all. */
const usualEndpoints: readonly (readonly [string, string])[] = [
  ['MinIO', 'http://localhost:9000'],
  ['LocalStack', 'http://localhost:4566'],
  ['Cloudflare R2', 'https://ACCOUNT.r2.cloudflarestorage.com'],
  ['Ceph', 'http://localhost:7480']
]

/** Where the runs are and who reads them. */
export function ConnectionSection({ draft }: { draft: Draft }) {
  const { values, set } = draft
  return (
    <Section title="Connection" about="A profile is a name in your AWS files. Keys stay there and are never stored here.">
      <SettingRow field="profile" label="AWS profile" group>
        {({ disabled }) => <ProfilePicker value={values.profile} disabled={disabled} onChange={(profile) => set('profile', profile)} />}
      </SettingRow>
      <SettingRow field="bucket" label="Bucket" hint="A name, an s3:// address, an ARN or a console address">
        {({ invalid, ...control }) => (
          <TextInput {...control} invalid={invalid} value={values.bucket} placeholder="my-burr-logs" onChange={(event) => set('bucket', event.target.value)} />
        )}
      </SettingRow>
      <SettingRow field="region" label="Region" hint="Leave empty to ask the bucket">
        {({ invalid, ...control }) => (
          <TextInput {...control} invalid={invalid} value={values.region ?? ''} onChange={(event) => set('region', textOrNull(event.target.value))} />
        )}
      </SettingRow>
      <SettingRow field="endpointUrl" label="Endpoint" hint="Leave empty for AWS; an address for MinIO, R2, Ceph and other S3 stores">
        {({ invalid, ...control }) => (
          <>
            <TextInput {...control} invalid={invalid} type="url" list={usualEndpointsId} value={values.endpointUrl ?? ''} placeholder="https://" onChange={(event) => set('endpointUrl', textOrNull(event.target.value))} />
            <datalist id={usualEndpointsId}>
              {usualEndpoints.map(([store, address]) => <option key={store} value={address}>{store}</option>)}
            </datalist>
          </>
        )}
      </SettingRow>
      <SettingRow field="forcePathStyle" label="Addresses">
        {({ invalid: _invalid, ...control }) => (
          <Select
            {...control}
            className="w-72"
            value={String(values.forcePathStyle)}
            onChange={(event) => set('forcePathStyle', event.target.value === 'null' ? null : event.target.value === 'true')}
          >
            <option value="null">Path style for own endpoints only</option>
            <option value="true">Always path style</option>
            <option value="false">Never path style</option>
          </Select>
        )}
      </SettingRow>
      <SettingRow field="extraPath" label="Helper folders" hint="Where a credential_process is looked for before the usual folders; an app that is not started from a terminal knows fewer of them">
        {({ invalid, ...control }) => (
          <TextInput {...control} invalid={invalid} value={values.extraPath ?? ''} placeholder="/opt/tools/bin" onChange={(event) => set('extraPath', textOrNull(event.target.value))} />
        )}
      </SettingRow>
      <TestConnection draft={draft} />
    </Section>
  )
}

function TestConnection({ draft }: { draft: Draft }) {
  const check = useMutation({ mutationFn: () => call('connection.check', settingsPatch.parse(draft.patch)) })
  const blocked = draft.problems.size > 0 || draft.values.bucket === ''
  return (
    <div className="grid @min-[560px]:grid-cols-[176px_minmax(0,1fr)] gap-x-4 py-2">
      <div className="hidden @min-[560px]:block" />
      <div>
        <Button onClick={() => check.mutate()} disabled={blocked || check.isPending} title={draft.values.bucket === '' ? 'Name a bucket first' : undefined}>
          <PlugZap aria-hidden size={14} /> {check.isPending ? 'Testing' : 'Test connection'}
        </Button>
        {check.isError ? <p role="alert" className="mt-2 text-failed" data-selectable>{toErrorShape(check.error).message} {toErrorShape(check.error).action}</p> : null}
        {check.isPending || check.isSuccess ? <ConnectionChecks results={check.isPending ? undefined : check.data} /> : null}
      </div>
    </div>
  )
}
