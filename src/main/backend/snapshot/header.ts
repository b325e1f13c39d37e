import { open } from 'node:fs/promises'
import { Refusal } from '../database/copy/inspectFile'
import { schemaPrints } from '../database/copy/schemaPrint'
import { applicationId } from '../database/pragmas'

const headerBytes = 100

/** Looks at the first hundred bytes and the length of a file before any program that knows databases does; throws a {@link Refusal}. */
export async function checkHeader(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const head = Buffer.alloc(headerBytes)
    const { bytesRead } = await file.read(head, 0, headerBytes, 0)
    const wrong = bytesRead < headerBytes ? 'It is too short to be an index.' : whatIsWrong(head, size)
    if (wrong !== null) throw new Refusal('header', wrong)
  } finally {
    await file.close()
  }
}

function whatIsWrong(head: Buffer, sizeBytes: number): string | null {
  if (head.toString('latin1', 0, 16) !== 'SQLite format 3\0') return 'It is not a database.'
  const pageSize = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16)
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return 'Its page size is none.'
  if (head.readUInt32BE(28) * pageSize !== sizeBytes) return 'It is cut off, or longer than it says.'
  // The number of pages counts only when it was written together with the last change.
  if (head.readUInt32BE(24) !== head.readUInt32BE(92)) return 'Its length was not written by its last writer.'
  if (head[18] !== 1 || head[19] !== 1) return 'It needs a log beside it, so it is not whole.'
  if (head[20] !== 0) return 'Its pages have room for something that an index has not.'
  if (head.readUInt32BE(56) !== 1) return 'Its texts are not UTF-8.'
  if (head.readUInt32BE(68) !== applicationId) return 'It is not a file of Burr Desktop.'
  if (!schemaPrints.has(head.readUInt32BE(60))) return 'It is of a version that this program does not know.'
  return null
}
