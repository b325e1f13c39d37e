import { ScreenHeader } from '../ui/screenHeader'

/** The settings screen. */
export function SettingsScreen() {
  return <ScreenHeader title='settings' />
}
