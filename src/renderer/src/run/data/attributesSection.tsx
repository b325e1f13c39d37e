import { useMemo } from 'react'
import { parseExact, type ExactMember } from '@shared/exactJson/tree'
import type { AttributeRow, SpanRow, StepKey } from '@shared/model/step'
import { formatCount } from '../../format/number'
import { formatStepKey } from '../../route'
import { MarkedPathContext } from '../values/markedPath'
import { pathText } from '../values/preview'
import type { ValueMode } from '../values/shape'
import { ValueTree } from '../values/valueTree'
import { oneLine } from '../values/visibleText'
import { useMarkedAttribute } from './markedAttribute'
import { Remark, Section } from './section'
import { showSigns } from '../../ui/showSigns'

interface Group {
  readonly id: string
  readonly name: string
  readonly members: readonly ExactMember[]
}

/** What was logged beside the state, grouped by the span it belongs to. */
export function AttributesSection({ step, attributes, spans, mode }: { step: StepKey; attributes: readonly AttributeRow[]; spans: readonly SpanRow[]; mode: ValueMode }) {
  const groups = useMemo(() => groupAttributes(attributes, spans), [attributes, spans])
  const marked = useMarkedAttribute(formatStepKey(step))
  const markedGroup = groups.find(({ id }) => id === marked?.spanId)?.id ?? ''
  return (
    <MarkedPathContext value={marked === null ? null : pathText(rootOf(markedGroup), [marked.key])}>
      <Section title="Attributes" facts={formatCount(attributes.length)}>
        {groups.map((group) => (
          <div key={group.id}>
            {groups.length > 1 || group.id !== '' ? (
              <h3 className="px-3 pt-1 text-xs text-ink-faint">
                {showSigns(group.name)}
                {group.id === '' ? null : <span className="ml-1.5 font-mono">{group.id}</span>}
              </h3>
            ) : null}
            <ValueTree value={{ kind: 'object', members: group.members }} root={rootOf(group.id)} mode={mode} />
          </div>
        ))}
        {groups.length === 0 ? <Remark>Nothing was logged beside the state.</Remark> : null}
      </Section>
    </MarkedPathContext>
  )
}

const rootOf = (groupId: string): string => `attributes ${groupId} `

function groupAttributes(attributes: readonly AttributeRow[], spans: readonly SpanRow[]): readonly Group[] {
  const names = new Map(spans.map((span) => [span.spanId, span.name]))
  const groups = new Map<string, ExactMember[]>()
  for (const { key, spanId, valueText } of attributes) {
    const id = spanId !== null && names.has(spanId) ? spanId : ''
    const document = parseExact(valueText)
    const member = { key, value: document.ok ? document.value : valueText }
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [member])
    else group.push(member)
  }
  return [...groups].map(([id, members]) => ({ id, name: id === '' ? 'Of the step' : oneLine(names.get(id) ?? '', 120), members }))
}
