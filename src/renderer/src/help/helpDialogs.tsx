import { useState } from 'react'
import { useActions } from '../keyboard/actions'
import { LicencesDialog } from './licencesDialog'
import { ReportDialog } from './reportDialog'

/** Answers the actions of the Help menu that open a dialog. */
export function HelpDialogs() {
  const [over, setOver] = useState<'report' | 'licences' | null>(null)
  useActions({ 'help.report': () => setOver('report'), 'help.licences': () => setOver('licences') })
  const close = (): void => setOver(null)
  if (over === 'report') return <ReportDialog onClose={close} />
  return over === 'licences' ? <LicencesDialog onClose={close} /> : null
}
