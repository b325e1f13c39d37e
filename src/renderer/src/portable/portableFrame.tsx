import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useActions } from '../keyboard/actions'
import { chooseFile, closeFile, openDropped, openSample, portableStatusQuery } from '../queries/portable'
import { FileWork } from './fileWork'
import { OpenedBanner } from './openedBanner'
import { ServerReportDialog } from './serverReport'
import { useFollowOpened } from './useOpened'

/** Files in the window: what is opened, dropped, worked on or reported. In the place of an opened file's banner stand the live workspace's own. */
export function PortableFrame({ children }: { children: ReactNode }) {
  const status = useQuery(portableStatusQuery()).data
  useFollowOpened()
  useActions({ 'file.open': () => void chooseFile('file'), 'file.openFolder': () => void chooseFile('folder'), 'file.sample': () => void openSample() })
  const isDragging = useDrop()
  return (
    <>
      {status?.opened == null ? children : <OpenedActions><OpenedBanner opened={status.opened} /></OpenedActions>}
      {status?.work == null || status.work.kind === 'preview' ? null : <FileWork work={status.work} />}
      {status?.report == null ? null : <ServerReportDialog report={status.report} />}
      {isDragging ? <div aria-hidden className="pointer-events-none fixed inset-2 z-50 flex items-center justify-center rounded-lg border-2 border-dashed border-accent bg-canvas/80 text-lg font-medium">Drop to open, read-only</div> : null}
    </>
  )
}

function OpenedActions({ children }: { children: ReactNode }) {
  useActions({ 'file.close': () => void closeFile() })
  return children
}

/** Opens the file or folder that is dropped anywhere on the window; says whether one is held over it. */
function useDrop(): boolean {
  const [isDragging, setDragging] = useState(false)
  useEffect(() => {
    const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true
    const over = (event: DragEvent): void => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setDragging(true)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setDragging(false)
    }
    const drop = (event: DragEvent): void => {
      setDragging(false)
      const file = event.dataTransfer?.files[0]
      if (file === undefined) return
      event.preventDefault()
      void openDropped(file)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  return isDragging
}
