import { closeSync, mkdirSync, openSync, readSync, fstatSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32, inflateRawSync } from 'node:zlib'

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const longestEnd = 22 + 0xffff

const readAt = (fd, position, length) => {
  const buffer = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const count = readSync(fd, buffer, done, length - done, position + done)
    if (count === 0) throw new Error('The zip file ends too early')
    done += count
  }
  return buffer
}

const readDirectory = (fd) => {
  const size = fstatSync(fd).size
  const tail = readAt(fd, Math.max(0, size - longestEnd), Math.min(size, longestEnd))
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== endSignature) continue
    return readAt(fd, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12))
  }
  throw new Error('This is not a zip file')
}

function* entries(directory) {
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === entrySignature; ) {
    const nameLength = directory.readUInt16LE(at + 28)
    yield {
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      offset: directory.readUInt32LE(at + 42)
    }
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
}

const readEntry = (fd, { name, method, crc, packedBytes, offset }) => {
  const header = readAt(fd, offset, 30)
  const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = readAt(fd, start, packedBytes)
  const body = method === 0 ? packed : inflateRawSync(packed)
  if (crc32(body) !== crc) throw new Error(`${name} in the zip file is damaged`)
  return body
}

/**
 * Unpacks the entries of a zip file (below 4 GB) for which `place(name)` gives a path inside `folder`; each is
 * checked against its checksum. Returns the number of files written.
 */
export const unzip = (zipFile, folder, place) => {
  const fd = openSync(zipFile, 'r')
  let written = 0
  try {
    for (const entry of entries(readDirectory(fd))) {
      const path = entry.name.endsWith('/') ? undefined : place(entry.name)
      if (!path || path.split('/').includes('..')) continue
      const target = join(folder, path)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, readEntry(fd, entry), { mode: entry.mode || 0o644 })
      written++
    }
  } finally {
    closeSync(fd)
  }
  return written
}
