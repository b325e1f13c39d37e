import { useQuery } from '@tanstack/react-query'
import { Contrast, Monitor, Moon, PanelLeft, Search, Sun } from 'lucide-react'
import { doAction } from '../keyboard/actions'
import { chordKeys } from '../keyboard/chord'
import { settingsQuery } from '../queries/settings'
import type { Route } from '../route'
import type { Theme } from '../theme/theme'
import { IconButton } from '../ui/button'
import { Kbd } from '../ui/kbd'
import { Breadcrumb } from './breadcrumb'
import { LiveMark } from './liveMark'
import { useChooseTheme } from '../theme/chooseTheme'
import { WorkspaceButton } from './workspaceButton'

/** The row at the top: which bucket, where in it, search, how fresh, theme. */
export function TitleBar({ route, sidebarOpen }: { route: Route; sidebarOpen: boolean }) {
  return (
    <header className="flex h-10 shrink-0 items-center gap-1.5 border-b bg-panel px-2">
      <IconButton label={sidebarOpen ? 'Hide the sidebar (Ctrl B)' : 'Show the sidebar (Ctrl B)'} onClick={() => doAction('sidebar.toggle')}>
        <PanelLeft aria-hidden size={15} />
      </IconButton>
      <WorkspaceButton />
      <Breadcrumb route={route} />
      <div className="flex-1" />
      <SearchButton />
      <LiveMark />
      <ThemeButton />
    </header>
  )
}

function SearchButton() {
  return (
    <button
      type="button"
      onClick={() => doAction('palette.open')}
      className="flex h-7 w-52 shrink items-center gap-2 rounded-md border border-line-strong bg-canvas px-2 text-sm text-ink-faint hover:bg-hover"
    >
      <Search aria-hidden size={13} />
      <span className="flex-1 truncate text-left">Go to or do…</span>
      <span className="flex gap-0.5">
        {chordKeys('mod+k').map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </span>
    </button>
  )
}

const nextTheme: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'high-contrast', 'high-contrast': 'system' }
const themeWords = { system: 'system', light: 'light', dark: 'dark', 'high-contrast': 'high contrast' } as const
const themeIcons = { system: Monitor, light: Sun, dark: Moon, 'high-contrast': Contrast } as const

function ThemeButton() {
  const choose = useChooseTheme()
  const theme = useQuery(settingsQuery()).data?.values.theme ?? 'system'
  const Icon = themeIcons[theme]
  return (
    <IconButton label={`Theme: ${themeWords[theme]}. Switch to ${themeWords[nextTheme[theme]]}`} onClick={() => choose(nextTheme[theme])}>
      <Icon aria-hidden size={15} />
    </IconButton>
  )
}
