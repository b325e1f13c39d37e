import { plural } from '../../format/number'
import { CopyButton } from '../../ui/copyButton'
import { showSigns } from '../../ui/showSigns'

/** A text to be copied, its begin shown: signs that cannot be seen are shown as their codes. */
export function CodeBlock({ label, text, mostShown = 4000 }: { label: string; text: string; mostShown?: number }) {
  const rest = text.length - mostShown
  return (
    <figure aria-label={label} className="relative mx-3 mt-1.5 rounded-md border bg-panel">
      <pre className="p-2 pr-9 font-mono text-xs leading-4.5 break-words whitespace-pre-wrap" data-selectable>
        {text.slice(0, mostShown).split('\n').map(showSigns).join('\n')}
      </pre>
      {rest > 0 ? <figcaption className="border-t px-2 py-1 text-xs text-ink-faint">{plural(rest, 'more sign')}: copied and saved whole</figcaption> : null}
      <span className="absolute top-1 right-1"><CopyButton text={text} label={`Copy: ${label}`} /></span>
    </figure>
  )
}
