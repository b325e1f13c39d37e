import { Suspense, lazy } from 'react'
import { Frame } from './frame/frame'
import { useRoute } from './navigation'
import { ProjectsScreen } from './projects/projectsScreen'
import { formatRoute, runKeyText } from './route'
import type { Route } from './route'
import { RunsScreen } from './runs/runsScreen'
import { Announcer } from './ui/announcer'
import { PaneBoundary } from './ui/paneBoundary'
import { Toasts } from './ui/toast'
import { SignInDialogs } from './signin/signInDialogs'
import { TooltipScope } from './ui/tooltip'

const ActivityScreen = lazy(async () => ({ default: (await import('./activity/activityScreen')).ActivityScreen }))
const AnnotationsScreen = lazy(async () => ({ default: (await import('./annotations/annotationsScreen')).AnnotationsScreen }))
const SearchScreen = lazy(async () => ({ default: (await import('./search/searchScreen')).SearchScreen }))
const SettingsScreen = lazy(async () => ({ default: (await import('./settings/settingsScreen')).SettingsScreen }))
const SnapshotsScreen = lazy(async () => ({ default: (await import('./snapshots/snapshotsScreen')).SnapshotsScreen }))
const RunScreen = lazy(async () => ({ default: (await import('./run/runScreen')).RunScreen }))

/** The window: the frame, and in it the screen the address names. */
export function App() {
  const route = useRoute()
  return (
    <TooltipScope>
      <Frame route={route}>
        <PaneBoundary name="This screen" resetKey={formatRoute(route)}>
          <Suspense fallback={null}>
            <Screen route={route} />
          </Suspense>
        </PaneBoundary>
      </Frame>
      <SignInDialogs />
      <Toasts />
      <Announcer />
    </TooltipScope>
  )
}

function Screen({ route }: { route: Route }) {
  switch (route.screen) {
    case 'projects':
      return <ProjectsScreen />
    case 'project':
      return <RunsScreen key={route.project} project={route.project} partitionKey={route.partitionKey} includeNeverStepped={route.includeNeverStepped} filter={route.filter} sort={route.sort} tree={route.tree} />
    case 'run':
      return <RunScreen key={runKeyText(route.run)} route={route} />
    case 'annotations':
      return <AnnotationsScreen key={route.project} project={route.project} />
    case 'search':
      return <SearchScreen text={route.text} project={route.project} />
    case 'settings':
      return <SettingsScreen />
    case 'activity':
      return <ActivityScreen />
    case 'snapshots':
      return <SnapshotsScreen />
  }
}
