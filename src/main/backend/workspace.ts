import { createHash } from 'node:crypto'
import { join } from 'node:path'

/** What makes two connections look at the same data: the store and the bucket. */
export interface WorkspaceIdentity {
  readonly bucket: string
  /** `null` = AWS. */
  readonly endpointUrl: string | null
}

/** Sixteen hex digits that name a workspace on this disk. */
export function workspaceId(identity: WorkspaceIdentity): string {
  return createHash('sha256').update(`${identity.endpointUrl ?? 'aws'}\n${identity.bucket}`).digest('hex').slice(0, 16)
}

/** The folder that holds the index and the bodies of one workspace. */
export function workspaceFolder(dataFolder: string, identity: WorkspaceIdentity): string {
  return join(dataFolder, 'workspaces', workspaceId(identity))
}
