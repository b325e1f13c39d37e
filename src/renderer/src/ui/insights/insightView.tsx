import type { ReactNode } from 'react'
import type { Insights, LlmCallRow } from '@shared/contract/insights'
import type { PriceTable } from '@shared/model/price'
import { priceOf } from '@shared/pricing/priceOf'
import { plural } from '../../format/number'
import { call } from '../../api'
import { priceWords } from './costWords'
import { LargestCalls } from './largestCalls'
import { Part } from './part'
import { Totals } from './totals'
import { UsageTable } from './usageTable'
import { actionRows, modelRows } from './usageRows'
import type { UsageRow } from './usageRows'

interface Props {
  readonly insights: Insights
  readonly prices: PriceTable
  /** The way to the step of a call. */
  readonly stepOf: (call: LlmCallRow) => ReactNode
  readonly actionOf?: (row: UsageRow) => ReactNode
  /** What stands between the totals and the tables. */
  readonly children?: ReactNode
}

/** Tokens, cost and time: in all, by action, by model, and the largest calls. */
export function InsightView({ insights, prices, stepOf, actionOf, children }: Props) {
  const { usage, largest } = insights
  const hasCalls = usage.length > 0
  const lastDay = usage.reduce((last, { day }) => (day > last ? day : last), '')
  const priceAbout = ({ label }: UsageRow): string => {
    const found = label === null ? null : priceOf(prices, label, lastDay)
    return found === null ? '' : priceWords(found)
  }
  return (
    <>
      {hasCalls ? <Totals insights={insights} prices={prices} /> : null}
      <Gaps insights={insights} />
      {children}
      <Part title="By action">
        <UsageTable title="Action" rows={actionRows(insights, prices)} measures={hasCalls ? ['calls', 'input', 'output', 'cost', 'time', 'p50', 'p95'] : ['time', 'p50', 'p95']} first={hasCalls ? 'cost' : 'time'} {...(actionOf === undefined ? {} : { nameOf: actionOf })} />
      </Part>
      {hasCalls ? (
        <>
          <Part title="By model">
            <UsageTable title="Model" rows={modelRows(insights, prices)} measures={['calls', 'input', 'output', 'cost', 'p50', 'p95']} first="cost" costAbout={priceAbout} />
          </Part>
          <Part title="Largest calls" aside={largest.length === 50 ? 'the 50 with the most tokens' : plural(largest.length, 'call')}>
            <LargestCalls calls={largest} prices={prices} stepOf={stepOf} />
          </Part>
        </>
      ) : null}
      <Sources hasCalls={hasCalls} />
    </>
  )
}

function Gaps({ insights: { logFiles: { known, here }, repeats, onlyFirst, runs } }: { insights: Insights }) {
  const said = [
    runs.read < runs.count ? `Reading: ${plural(runs.read, 'run')} of ${runs.count} so far.` : '',
    known > here ? `Partial: ${known - here} of ${plural(known, 'log file')} ${known - here === 1 ? 'is' : 'are'} not on this computer, and their calls are not counted.` : '',
    onlyFirst === null ? '' : `Only the first ${plural(onlyFirst, 'run')} are counted.`,
    repeats === 0 ? '' : `${plural(repeats, 'span repeats', 'spans repeat')} the tokens of the spans inside and ${repeats === 1 ? 'is' : 'are'} counted once.`
  ].filter((part) => part !== '')
  return said.length === 0 ? null : <p className="border-b bg-waiting-soft px-3 py-1.5 text-sm text-ink">{said.join(' ')}</p>
}

const otelUrl = 'https://burr.apache.org/concepts/additional-visibility/'
const semconvUrl = 'https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/'

function Sources({ hasCalls }: { hasCalls: boolean }) {
  const link = 'text-accent underline underline-offset-2'
  return (
    <p className="px-3 py-3 text-sm text-ink-dim">
      {hasCalls ? 'Calls and tokens are read' : 'No call of a language model is logged here. Calls and tokens would be read'} from attributes named <code className="font-mono">gen_ai.…</code>, which an OpenTelemetry instrumentation of your model's library
      logs when <a href={otelUrl} className={link} onClick={(event) => open(event, otelUrl)}>Burr records its spans</a> (
      <a href={semconvUrl} className={link} onClick={(event) => open(event, semconvUrl)}>which attributes</a>). Prices are set in Settings.
    </p>
  )
}

function open(event: { preventDefault(): void }, url: string): void {
  event.preventDefault()
  void call('app.openLink', { url })
}
