import { ChevronRight } from 'lucide-react'
import { formatRoute, projectRoute } from '../route'
import type { Route } from '../route'
import { showSigns } from '../ui/showSigns'

interface Crumb {
  readonly text: string
  readonly route: Route
  readonly mono?: true
}

function crumbs(route: Route): readonly Crumb[] {
  const home: Crumb = { text: 'Projects', route: { screen: 'projects' } }
  const partition = (project: string, key: string | null): Crumb => ({ text: key ?? 'no partition', route: projectRoute(project, key), mono: true })
  switch (route.screen) {
    case 'projects':
      return [home]
    case 'project':
      return [
        home,
        { text: route.project, route: projectRoute(route.project) },
        ...(route.partitionKey === undefined ? [] : [partition(route.project, route.partitionKey)])
      ]
    case 'run':
      return [
        home,
        { text: route.run.project, route: projectRoute(route.run.project) },
        ...(route.run.partitionKey === null ? [] : [partition(route.run.project, route.run.partitionKey)]),
        { text: route.run.appId, route, mono: true }
      ]
    case 'annotations':
      return [
        home,
        ...(route.project === null ? [] : [{ text: route.project, route: projectRoute(route.project) }]),
        { text: 'Annotations', route }
      ]
    default:
      return [{ text: `${route.screen[0]?.toUpperCase() ?? ''}${route.screen.slice(1)}`, route }]
  }
}

/** Where the window is, each part a link to it. */
export function Breadcrumb({ route }: { route: Route }) {
  const parts = crumbs(route)
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center">
        {parts.map((part, at) => (
          <li key={formatRoute(part.route)} className="flex min-w-0 items-center last:shrink">
            <ChevronRight aria-hidden size={14} className="shrink-0 text-ink-faint" />
            <a
              href={formatRoute(part.route)}
              aria-current={at === parts.length - 1 ? 'page' : undefined}
              title={showSigns(part.text)}
              className={`truncate rounded px-1 py-0.5 hover:bg-hover hover:text-ink ${part.mono ? 'font-mono text-sm' : ''} ${at === parts.length - 1 ? 'text-ink' : 'text-ink-dim'}`}
            >
              {part.text === '' ? '(empty)' : showSigns(part.text)}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
