import { AppError } from '@shared/errors'
import { nameObject } from '../database/objectName'
import { readBody } from '../database/bodies'
import type { AnyDatabase } from '../database/connection'
import { findObject } from '../database/objects'

const lineFeed = 0x0a

/** One line of an object as it is in the bucket, line end left out; `not-found` or `body-missing`. */
export function readRawLine(db: AnyDatabase, objectKey: string, line: number): string {
  const object = findObject(db, nameObject(objectKey))
  if (object === null) throw new AppError({ code: 'not-found', message: 'The index has no such object.' })
  const bytes = readBody(db, { objectId: object.object_id, key: objectKey, etag: object.etag })
  if (bytes === null) {
    throw new AppError({ code: 'body-missing', message: 'This object is not on this disk.', action: 'Fetch it from the bucket.' })
  }
  let start = 0
  for (let passed = 0; passed < line; passed++) {
    const end = bytes.indexOf(lineFeed, start)
    if (end < 0) throw new AppError({ code: 'not-found', message: 'The object has fewer lines.' })
    start = end + 1
  }
  const end = bytes.indexOf(lineFeed, start)
  return new TextDecoder().decode(bytes.subarray(start, end < 0 ? bytes.length : end))
}
