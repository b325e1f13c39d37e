import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { toErrorShape } from '@shared/errors'
import { call } from '../api'
import { announce } from './announcer'
import { IconButton } from './button'
import { toast } from './toast'

/** Copies a text; `text` may be a function so that a large one is built only when asked for. */
export function CopyButton({ text, label }: { text: string | (() => string); label: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  async function copy(): Promise<void> {
    try {
      await call('app.copy', { text: typeof text === 'string' ? text : text() })
      setCopied(true)
      announce('Copied')
    } catch (error) {
      toast(toErrorShape(error).message, 'failed')
    }
  }
  return (
    <IconButton label={copied ? 'Copied' : label} onClick={() => void copy()}>
      {copied ? <Check aria-hidden size={14} className="text-ok" /> : <Copy aria-hidden size={14} />}
    </IconButton>
  )
}
