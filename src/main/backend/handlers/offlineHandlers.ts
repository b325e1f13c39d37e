import { AppError } from '@shared/errors'
import type { PinTarget } from '@shared/model/offline'
import { readPinSize } from '../database/pins'
import { keepableTerms } from '../database/pinSql'
import { addPin, readPins, removePin } from '../database/userPins'
import type { IndexerContext, IndexerPart } from './indexerMethod'
import type { ReaderPart } from './readerMethod'

/** The calls that read what is kept offline. */
export const offlineReads: ReaderPart<'offline.pins' | 'offline.size'> = {
  'offline.pins': ({ db, nowUs }) => readPins(db.folder).map((pin) => ({ ...pin, size: readPinSize(db, pin.target, nowUs) })),
  'offline.size': ({ db, nowUs }, target) => readPinSize(db, checked(target), nowUs)
}

/** The calls that change what is kept offline. */
export const offlineWrites: IndexerPart<'offline.pin' | 'offline.unpin' | 'offline.bring' | 'offline.storage' | 'offline.free'> = {
  'offline.pin': async (context, target) => {
    checked(target)
    context.user().write((writer, nowUs) => addPin(writer, target, nowUs))
    return await told(context)
  },
  'offline.unpin': async (context, { pinId }) => {
    context.user().write((writer) => removePin(writer, pinId))
    return await told(context)
  },
  'offline.bring': (context) => {
    context.session().keepOffline()
    return null
  },
  'offline.storage': (context) => context.session().storage(),
  'offline.free': async (context) => {
    const freed = await context.session().freeSpace()
    context.emit({ kind: 'offline' })
    return { freed }
  }
}

function checked(target: PinTarget): PinTarget {
  if (target.kind === 'filter') keepableTerms(target.filter)
  return target
}

/** The pin is kept whether an index is open or not: one that is opened later follows it. */
async function told(context: IndexerContext): Promise<null> {
  try {
    await context.session().pinsChanged()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
  context.emit({ kind: 'offline' })
  return null
}
