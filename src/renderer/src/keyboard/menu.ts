import type { Change } from '@shared/contract/change'
import { doAction } from './actions'

/** Does what the program's menu asks the window for. */
export function followMenu(change: Change): void {
  if (change.kind === 'command') doAction(change.command)
}
