import { useMemo, useState } from 'react'
import { looksLikeMarkdown, parseMarkdown, type Block, type Inline } from './markdown'
import { TextBlock, VisibleText } from './visible'

/** Texts longer than this are drawn as they are: nobody reads that much Markdown in a pane. */
const longestDrawn = 12_000

/** A text of several lines; one that is written in Markdown is drawn, and shown as it is on request. */
export function ProseText({ text, className = '' }: { text: string; className?: string }) {
  const isMarkdown = useMemo(() => text.length <= longestDrawn && looksLikeMarkdown(text), [text])
  const [isDrawn, setDrawn] = useState(true)
  if (!isMarkdown) return <TextBlock text={text} className={className} />
  return (
    <div className={className}>
      {isDrawn ? <Drawn text={text} /> : <TextBlock text={text} />}
      <button type="button" aria-pressed={isDrawn} onClick={() => setDrawn(!isDrawn)} className="mt-0.5 rounded bg-pressed px-1.5 font-sans text-xs text-ink-dim hover:text-ink">
        {isDrawn ? 'Show as text' : 'Show as Markdown'}
      </button>
    </div>
  )
}

function Drawn({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text])
  return <div className="flex min-w-0 flex-col gap-1 font-sans break-words whitespace-pre-wrap" data-selectable>{blocks.map((block, index) => <BlockView key={index} block={block} />)}</div>
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <p className={block.level <= 2 ? 'pt-1 text-base font-semibold' : 'pt-0.5 font-semibold'}><Runs runs={block.children} /></p>
    case 'paragraph':
      return <p><Runs runs={block.children} /></p>
    case 'quote':
      return <blockquote className="border-l-2 border-line-strong pl-2 text-ink-dim"><Runs runs={block.children} /></blockquote>
    case 'code':
      return <pre className="rounded border bg-panel px-2 py-1 font-mono text-sm break-words whitespace-pre-wrap"><VisibleText text={block.text} /></pre>
    case 'item':
      return (
        <div className="flex gap-1.5" style={{ paddingLeft: block.depth * 14 }}>
          <span className="min-w-3 shrink-0 text-right text-ink-faint">{block.mark}</span>
          <span className="min-w-0"><Runs runs={block.children} /></span>
        </div>
      )
    case 'rule':
      return <hr className="my-1" />
  }
}

function Runs({ runs }: { runs: readonly Inline[] }) {
  return runs.map((run, index) => <RunView key={index} run={run} />)
}

function RunView({ run }: { run: Inline }) {
  switch (run.kind) {
    case 'text':
      return <VisibleText text={run.text} />
    case 'code':
      return <code className="rounded bg-pressed px-1 font-mono text-sm"><VisibleText text={run.text} /></code>
    case 'strong':
      return <strong className="font-semibold"><Runs runs={run.children} /></strong>
    case 'emphasis':
      return <em><Runs runs={run.children} /></em>
    case 'struck':
      return <s><Runs runs={run.children} /></s>
    case 'link':
      return <span><Runs runs={run.children} /> <span className="font-mono text-sm text-ink-faint">(<VisibleText text={run.address} />)</span></span>
  }
}
