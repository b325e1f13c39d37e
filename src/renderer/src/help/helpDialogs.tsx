import { useState } from 'react'
import { call } from '../api'
import { useActions } from '../keyboard/actions'
import { LicencesDialog } from './licencesDialog'
import { ReportDialog } from './reportDialog'

const urls = {
  'help.docs': 'https://burr.apache.org/',
  'help.examples': 'https://github.com/apache/burr/tree/main/examples',
  'help.source': 'https://github.com/apache/burr',
  'help.discussions': 'https://github.com/apache/burr/discussions',
  'help.discord': 'https://discord.gg/6Zy2DwP4f3'
} as const

const openUrl = (id: keyof typeof urls) => (): void => void call('app.openLink', { url: urls[id] })

/** Answers the actions of the Help menu: dialogs, and places of Burr in the browser, opened after a question. */
export function HelpDialogs() {
  const [over, setOver] = useState<'report' | 'licences' | null>(null)
  useActions({
    'help.docs': openUrl('help.docs'),
    'help.examples': openUrl('help.examples'),
    'help.source': openUrl('help.source'),
    'help.discussions': openUrl('help.discussions'),
    'help.discord': openUrl('help.discord'),
    'help.report': () => setOver('report'),
    'help.licences': () => setOver('licences')
  })
  const close = (): void => setOver(null)
  if (over === 'report') return <ReportDialog onClose={close} />
  return over === 'licences' ? <LicencesDialog onClose={close} /> : null
}
