import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { KeptPrices } from '@shared/contract/prices'
import { AppError } from '@shared/errors'
import { defaultPriceTable, priceTableSchema, whyNotPrices } from '@shared/model/price'
import type { PriceTable } from '@shared/model/price'
import { writeWhole } from './saveText'

/** The person's own prices: beside the settings, for all workspaces, and never in an index that is rebuilt. */
export const pricesFile = 'prices.json'

/** Reads the prices of a data folder; a file that cannot be understood is set aside, and said to be. */
export function readPrices(dataFolder: string): KeptPrices {
  const path = join(dataFolder, pricesFile)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { table: defaultPriceTable, problem: null }
    return { table: defaultPriceTable, problem: `The prices could not be read: ${error instanceof Error ? error.message : String(error)}` }
  }
  const value = parsed(text)
  const why = value === undefined ? 'it is not JSON' : whyNotPrices(value)
  if (why === null) return { table: priceTableSchema.parse(value), problem: null }
  const aside = `prices.broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.json`
  renameSync(path, join(dataFolder, aside))
  return { table: defaultPriceTable, problem: `${pricesFile} could not be understood (${why}) and was set aside as ${aside}.` }
}

/** Keeps other prices; on the disk when this returns. */
export async function savePrices(dataFolder: string, table: PriceTable): Promise<KeptPrices> {
  try {
    await writeWhole(join(dataFolder, pricesFile), `${JSON.stringify(table, null, 2)}\n`)
  } catch (error) {
    throw new AppError({
      code: error instanceof Error && 'code' in error && error.code === 'ENOSPC' ? 'disk-full' : 'access-denied',
      message: `The prices could not be saved: ${error instanceof Error ? error.message : String(error)}.`,
      action: 'Make room or give the right to write to the data folder, and save again.',
      cause: error
    })
  }
  return { table, problem: null }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
