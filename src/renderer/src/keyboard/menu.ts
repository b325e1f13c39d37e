import type { Change, MenuCommand } from '@shared/contract/change'
import { doAction } from './actions'
import type { ActionId } from './shortcuts'

const actionOf: Readonly<Record<MenuCommand, ActionId>> = {
  'go-projects': 'go.projects',
  'go-activity': 'go.activity',
  'go-annotations': 'go.annotations',
  'go-settings': 'go.settings',
  'open-palette': 'palette.open',
  'show-shortcuts': 'sheet.open'
}

/** Does what the program's menu asks the window for. */
export function followMenu(change: Change): void {
  if (change.kind === 'command') doAction(actionOf[change.command])
}
