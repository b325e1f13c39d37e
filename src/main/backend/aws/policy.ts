/** IAM statements to copy, as JSON text, for one bucket and one region's partition of AWS. */
export interface PolicyStatements {
  readonly list: string
  readonly get: string
  readonly publish: string
  readonly decrypt: string
}

/** The least that each permission of Burr Desktop needs. */
export function policyStatements(bucket: string, region: string | null): PolicyStatements {
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`
  return {
    list: json({ Sid: 'ListRuns', Effect: 'Allow', Action: 's3:ListBucket', Resource: arn, Condition: { StringLike: { 's3:prefix': ['data/', 'data/*', 'burr-desktop/*'] } } }),
    get: json({ Sid: 'ReadRuns', Effect: 'Allow', Action: 's3:GetObject', Resource: [`${arn}/data/*`, `${arn}/burr-desktop/*`] }),
    publish: json({ Sid: 'OwnSnapshots', Effect: 'Allow', Action: ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], Resource: `${arn}/burr-desktop/*` }),
    decrypt: json({ Sid: 'DecryptRuns', Effect: 'Allow', Action: 'kms:Decrypt', Resource: `arn:${partitionOf(region)}:kms:REGION:ACCOUNT:key/KEY-OF-THE-BUCKET` })
  }
}

function partitionOf(region: string | null): string {
  if (region?.startsWith('cn-') === true) return 'aws-cn'
  return region?.startsWith('us-gov-') === true ? 'aws-us-gov' : 'aws'
}

function json(statement: object): string {
  return JSON.stringify(statement, null, 2)
}
