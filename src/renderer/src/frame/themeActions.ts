import { useActions } from '../keyboard/actions'
import { useChooseTheme } from '../theme/chooseTheme'

/** Answers the theme actions. */
export function useThemeActions(): void {
  const choose = useChooseTheme()
  useActions({
    'theme.light': () => choose('light'),
    'theme.dark': () => choose('dark'),
    'theme.contrast': () => choose('high-contrast'),
    'theme.system': () => choose('system')
  })
}
