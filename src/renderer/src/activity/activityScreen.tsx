import { ScreenHeader } from '../ui/screenHeader'

/** The activity screen. */
export function ActivityScreen() {
  return <ScreenHeader title='activity' />
}
