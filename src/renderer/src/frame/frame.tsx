import { useQuery } from '@tanstack/react-query'
import { Suspense, lazy, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useActions } from '../keyboard/actions'
import { goUp, navigate } from '../navigation'
import { settingsQuery } from '../queries/settings'
import { projectOf } from '../route'
import type { Route } from '../route'
import { showTimes } from '../format/timeChoice'
import { showTheme } from '../theme/theme'
import { keptBoolean, useKept } from '../ui/kept'
import { PaneBoundary } from '../ui/paneBoundary'
import { showSigns } from '../ui/showSigns'
import { Splitter, useSplit } from '../ui/splitter'
import { PortableFrame } from '../portable/portableFrame'
import { BringInBanner } from '../bringIn/bringInBanner'
import { useBucketActions } from './bucketActions'
import { ConnectionBanner } from './connectionBanner'
import { Sidebar } from './sidebar'
import { SnapshotBanner } from './snapshotBanner'
import { StatusBar } from './statusBar'
import { useThemeActions } from './themeActions'
import { useTimeActions } from './timeActions'
import { TitleBar } from './titleBar'
import { useAttention } from './attention'

const HelpDialogs = lazy(async () => ({ default: (await import('../help/helpDialogs')).HelpDialogs }))
const loadPalette = async () => ({ default: (await import('../palette/palette')).Palette })
const Palette = lazy(loadPalette)
const ShortcutSheet = lazy(async () => ({ default: (await import('../palette/shortcutSheet')).ShortcutSheet }))

function windowTitle(route: Route): string {
  switch (route.screen) {
    case 'project':
      return `${route.project} – Burr Desktop`
    case 'run':
      return `${route.run.appId} – ${route.run.project} – Burr Desktop`
    case 'annotations':
      return `Annotations${route.project === null ? '' : ` – ${route.project}`} – Burr Desktop`
    default:
      return 'Burr Desktop'
  }
}

/** What stands around every screen: title bar, sidebar, status bar, palette and shortcut sheet. */
export function Frame({ route, children }: { route: Route; children: ReactNode }) {
  const [sidebarOpen, setSidebarOpen] = useKept('sidebar.open', true, keptBoolean)
  const split = useSplit('sidebar', 232)
  const [over, setOver] = useState<'palette' | 'sheet' | null>(null)
  const settings = useQuery(settingsQuery()).data?.values
  useEffect(() => {
    if (settings === undefined) return
    showTheme(settings.theme)
    showTimes(settings)
  }, [settings])
  useEffect(() => {
    document.title = showSigns(windowTitle(route))
  }, [route])
  // The palette must be there at once: what is typed while it loads would go to the list behind it.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 500)
    return () => clearTimeout(timer)
  }, [])
  useAttention(route)
  useBucketActions()
  useThemeActions()
  useTimeActions()
  useActions({
    'palette.open': () => setOver('palette'),
    'sheet.open': () => setOver('sheet'),
    'sidebar.toggle': () => setSidebarOpen(!sidebarOpen),
    'go.back': () => history.back(),
    'go.forward': () => history.forward(),
    'go.up': () => goUp(route),
    'go.projects': () => navigate({ screen: 'projects' }),
    'go.activity': () => navigate({ screen: 'activity' }),
    'go.search': () => navigate({ screen: 'search', text: '', project: projectOf(route) }),
    'go.annotations': () => navigate({ screen: 'annotations', project: projectOf(route) }),
    'go.snapshots': () => navigate({ screen: 'snapshots' }),
    'go.settings': () => navigate({ screen: 'settings' })
  })
  return (
    <div className="flex h-full flex-col">
      <TitleBar route={route} sidebarOpen={sidebarOpen} />
      <div className="flex min-h-0 flex-1">
        {sidebarOpen ? (
          <>
            <div className="min-h-0 shrink-0" style={{ width: split.sizePx }}>
              <PaneBoundary name="The sidebar">
                <Sidebar route={route} />
              </PaneBoundary>
            </div>
            <Splitter label="Width of the sidebar" split={split} minPx={168} maxPx={420} pane="left" />
          </>
        ) : null}
        <main className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">
          <PortableFrame>
            <ConnectionBanner />
            <SnapshotBanner route={route} />
            <BringInBanner />
          </PortableFrame>
          <div className="min-h-0 flex-1">{children}</div>
        </main>
      </div>
      <PaneBoundary name="The status bar">
        <StatusBar />
      </PaneBoundary>
      <PaneBoundary name="Help">
        <Suspense fallback={null}>
          <HelpDialogs />
        </Suspense>
      </PaneBoundary>
      <PaneBoundary name="The palette" resetKey={over ?? ''}>
        <Suspense fallback={null}>
          {over === 'palette' ? <Palette onClose={() => setOver(null)} /> : null}
          {over === 'sheet' ? <ShortcutSheet onClose={() => setOver(null)} /> : null}
        </Suspense>
      </PaneBoundary>
    </div>
  )
}
