import type { ReactNode } from 'react'
import type { StreamFacts } from '@shared/model/step'
import { formatCount } from '../../format/number'
import { Duration } from '../../ui/duration'
import { Section } from './section'

const between = (from: number | null, to: number | null): number | null => (from === null || to === null ? null : to - from)

/** When a stream began, gave its first item and ended; what was not recorded is a dash. */
export function StreamSection({ stream: { initUs, firstItemUs, endUs, items } }: { stream: StreamFacts }) {
  const lengthUs = between(firstItemUs, endUs)
  return (
    <Section title="Stream">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 px-3 py-0.5 text-sm">
        <Fact name="Items"><span className="tabular">{items === null ? '—' : formatCount(items)}</span></Fact>
        <Fact name="First item after"><Duration durationUs={between(initUs, firstItemUs)} /></Fact>
        <Fact name="From first item to end"><Duration durationUs={lengthUs} /></Fact>
        <Fact name="An item"><Duration durationUs={lengthUs === null || items === null || items === 0 ? null : lengthUs / items} /></Fact>
      </dl>
    </Section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
