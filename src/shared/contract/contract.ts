import type { z } from 'zod'
import { annotations } from './annotations'
import { bringIn } from './bringIn'
import { family } from './family'
import { findInRun } from './findInRun'
import { help } from './help'
import { insights } from './insights'
import { prices } from './prices'
import { offline } from './offline'
import { portable } from './portable'
import { projects } from './projects'
import { reproduce } from './reproduce'
import { runs } from './runs'
import { search } from './search'
import { settings } from './settings'
import { signIn } from './signIn'
import { snapshots } from './snapshots'
import { status } from './status'
import { steps } from './steps'

/** Every call a window can make. A method is added here, in its noun's file, and in the handler of its noun. */
export const contract = { ...bringIn, ...help, ...projects, ...runs, ...steps, ...status, ...settings, ...signIn, ...annotations, ...offline, ...search, ...family, ...findInRun, ...insights, ...prices, ...reproduce, ...snapshots, ...portable } as const

/** The name of a callable. */
export type MethodName = keyof typeof contract

/** What a caller passes (defaults may be left out). */
export type Input<M extends MethodName> = z.input<(typeof contract)[M]['input']>

/** What a handler receives (defaults filled in). */
export type Parsed<M extends MethodName> = z.output<(typeof contract)[M]['input']>

/** What a call gives. */
export type Output<M extends MethodName> = NonNullable<(typeof contract)[M]['output']>['value']

/** Whether a string is the name of a callable. */
export function isMethodName(text: string): text is MethodName {
  return Object.hasOwn(contract, text)
}
