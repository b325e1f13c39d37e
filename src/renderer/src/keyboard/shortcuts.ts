export { shortcutTable } from '@shared/shortcuts'
export type { ActionId } from '@shared/shortcuts'
