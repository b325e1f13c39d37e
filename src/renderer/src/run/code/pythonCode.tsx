import { useQuery } from '@tanstack/react-query'
import type { CSSProperties } from 'react'
import { VisibleText } from '../values/visible'
import { highlightPython } from './highlighter'

/** Longer sources are shown without colours. */
const maxCharacters = 200_000

/** Python source with line numbers; plain until the colours are here, so that nothing moves. */
export function PythonCode({ code }: { code: string }) {
  const { data } = useQuery({
    queryKey: ['highlight', code],
    queryFn: () => highlightPython(code),
    enabled: code.length <= maxCharacters
  })
  const lines = code.replace(/\n$/, '').split('\n')
  return (
    <pre className="py-2 font-mono text-sm leading-5 break-words whitespace-pre-wrap">
      <code className="grid grid-cols-[auto_minmax(0,1fr)]">
        {lines.map((line, index) => (
          <span key={index} className="contents">
            <span aria-hidden className="tabular min-w-10 pr-3 pl-2 text-right text-ink-faint select-none">{index + 1}</span>
            <span className="pr-3">
              {data === undefined ? <VisibleText text={line} /> : (data[index] ?? []).map((token, at) => (
                <span key={at} className="text-[var(--shiki-light)] dark:text-[var(--shiki-dark)]" style={token.htmlStyle as CSSProperties}>
                  <VisibleText text={token.content} />
                </span>
              ))}
              {'\n'}
            </span>
          </span>
        ))}
      </code>
    </pre>
  )
}
