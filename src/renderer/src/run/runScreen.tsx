import type { Route } from '../route'
import { ScreenHeader } from '../ui/screenHeader'

/** One run: its header, its steps and what the selected step holds. */
export function RunScreen({ route }: { route: Extract<Route, { screen: 'run' }> }) {
  return <ScreenHeader title={route.run.appId} />
}
