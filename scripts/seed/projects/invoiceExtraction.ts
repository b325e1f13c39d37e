import type { Application } from '../application'
import { invoice } from '../content/invoices'
import { callModel, models } from '../llm'
import { appFrame, packageFrame, PythonError } from '../pythonError'
import { digits, float } from '../pythonJson'
import type { Project, Scene } from '../scene'
import type { Tracker } from '../tracker'
import { invoiceGraph } from './invoiceGraph'

type Invoice = ReturnType<typeof invoice>

/** A document pipeline: failures and retries with the next sequence id, kills, and the same run taken up again by a new process. */
export const invoiceExtraction: Project = {
  name: 'invoice-extraction',
  weight: 18,
  act(scene) {
    const { random } = scene
    const found = invoice(random)
    const zone = random.pick(['Europe/Berlin', 'Europe/Berlin', 'Asia/Kolkata'] as const)
    const trackerId = random.chance(0.2) ? `invoice-worker-${random.int(1, 4)}` : undefined
    const tracker = scene.tracker(zone, trackerId === undefined ? {} : { trackerId })
    const appId = `doc-${random.hex(10)}`
    const partitionKey = random.pick(['inbox/de', 'inbox/uk', 'archive', null])
    const app = scene.build(tracker, { appId, partitionKey, graph: invoiceGraph, state: { source: `s3://incoming/${found.number}.pdf` } })
    if (random.chance(0.03)) return
    load(app, found)
    const dies = random.chance(0.12)
    if (!ocr(app, found, tracker, dies ? scene : undefined)) {
      if (random.chance(0.6)) takeUp(scene, app, found)
      return
    }
    finish(app, found)
    tracker.exit(scene.clock.nowUs)
  }
}

/** A new process finds the killed run in its own store and goes on under the same id. */
function takeUp(scene: Scene, killed: Application, found: Invoice): void {
  scene.clock.wait(scene.random.int(30_000, 600_000))
  const tracker = scene.tracker('Europe/Berlin')
  const restart = scene.random.chance(0.4)
  const app = scene.build(tracker, { appId: killed.appId, partitionKey: killed.partitionKey, graph: invoiceGraph, state: restart ? {} : killed.state, ...(restart ? {} : { sequenceId: killed.sequenceId }) }, 'again')
  if (restart) load(app, found)
  ocr(app, found, tracker, undefined)
  finish(app, found)
  tracker.exit(scene.clock.nowUs)
}

function load(app: Application, found: Invoice): void {
  const path = `/tmp/incoming/${found.number}.pdf`
  app.step('load_document', {
    inputs: { path },
    work: (step) => {
      step.wait(90)
      const document = { lc: 1, type: 'constructor', id: ['langchain', 'schema', 'document', 'Document'], kwargs: { page_content: found.text, metadata: { source: path, page: 0 }, type: 'Document' }, __burr_serde__: 'lc_document' }
      return { document, pages: 1 }
    },
    result: () => ({ pages: 1 })
  })
}

function ocr(app: Application, found: Invoice, tracker: Tracker, killedIn: Scene | undefined): boolean {
  if (killedIn !== undefined) {
    app.open('ocr', { dpi: 300 }, (step) => {
      step.openSpan('recognise')
      step.wait(9000)
    })
    tracker.kill(app.clock.nowUs)
    return false
  }
  app.step('ocr', {
    inputs: { dpi: app.random.pick([300, 600]) },
    work: (step) => {
      step.span('render', () => step.wait(140))
      step.traced('recognise', { language: 'deu+eng', scale: float(2) }, () => {
        step.span('tesseract', () => step.wait(3800))
        return ['…', digits('0.9473')]
      })
      return { text: found.text, ocr_confidence: Math.round(app.random.next() * 3000 + 7000) / 10_000 }
    },
    result: () => ({ characters: found.text.length })
  })
  return true
}

function finish(app: Application, found: Invoice): void {
  const { random } = app
  const extracted = attempts(app, 3, (attempt) =>
    app.step('extract', {
      work: (step) => {
        callModel(step, { model: models.large, messages: [{ role: 'user', content: found.text }], completion: JSON.stringify({ number: found.number, vendor: found.vendor }), names: 'old' })
        if (random.chance(attempt === 1 ? 0.2 : 0.4)) step.raise(validationError())
        return { invoice: found.model, attempts: attempt }
      },
      result: () => ({ invoice: found.number })
    })
  )
  if (!extracted) return
  if (Number(app.state['ocr_confidence']) < 0.8) {
    app.step('manual_review', { work: (step) => (step.wait(30), { review: 'accepted' }) })
  } else {
    const matched = attempts(app, 2, () => app.step('match_vendor', { work: (step) => (step.wait(25), random.chance(0.08) ? step.raise(databaseError(found.vendor)) : { vendor_id: random.int(1000, 4999) }) }))
    if (!matched) return
  }
  attempts(app, 3, (attempt) =>
    app.step('post_to_ledger', {
      work: (step) => {
        step.span('POST /postings', () => {
          step.attributes({ 'http.request.method': 'POST', idempotency_key: found.number, attempt })
          step.wait(310)
        })
        if (random.chance(0.08)) step.raise(ledgerError())
        return { posting: `P-${random.int(100_000, 999_999)}` }
      },
      result: (writes) => writes
    })
  )
}

function attempts(app: Application, most: number, run: (attempt: number) => PythonError | null): boolean {
  for (let attempt = 1; attempt <= most; attempt++) {
    if (run(attempt) === null) return true
    app.clock.wait(500 * 2 ** attempt)
  }
  return false
}

function validationError(): PythonError {
  return new PythonError({
    type: 'pydantic_core._pydantic_core.ValidationError',
    message: "2 validation errors for Invoice\nissued\n  Input should be a valid date or datetime, invalid character in year [type=date_from_datetime_parsing, input_value='3. März 2026', input_type=str]\n    For further information visit https://errors.pydantic.dev/2.13/v/date_from_datetime_parsing\nlines.0.quantity\n  Input should be a valid integer, unable to parse string as an integer [type=int_parsing, input_value='12 Stk.', input_type=str]\n    For further information visit https://errors.pydantic.dev/2.13/v/int_parsing",
    frames: [
      appFrame('extraction/actions.py', 61, 'extract', 'invoice = Invoice.model_validate_json(answer)', 'Invoice.model_validate_json(answer)'),
      packageFrame('pydantic/main.py', 746, 'model_validate_json', 'return cls.__pydantic_validator__.validate_json(json_data, strict=strict, context=context)', 'cls.__pydantic_validator__.validate_json(json_data, strict=strict, context=context)')
    ]
  })
}

function databaseError(vendor: string): PythonError {
  return new PythonError({
    type: 'sqlalchemy.exc.NoResultFound',
    message: 'No row was found when one was required',
    frames: [
      appFrame('extraction/actions.py', 74, 'match_vendor', `row = db.execute(VENDOR_QUERY, {"name": ${JSON.stringify(vendor)}}).one()`, '.one()'),
      packageFrame('sqlalchemy/engine/result.py', 1827, 'one', 'return self._only_one_row('),
      packageFrame('sqlalchemy/engine/result.py', 760, '_only_one_row', 'raise exc.NoResultFound(')
    ]
  })
}

function ledgerError(): PythonError {
  const refused = new PythonError({ type: 'ConnectionRefusedError', message: '[Errno 111] Connection refused', frames: [packageFrame('urllib3/connection.py', 198, '_new_conn', 'sock = connection.create_connection('), packageFrame('urllib3/util/connection.py', 73, 'create_connection', 'sock.connect(sa)')] })
  const retries = new PythonError({ type: 'urllib3.exceptions.MaxRetryError', message: "HTTPSConnectionPool(host='ledger.internal', port=443): Max retries exceeded with url: /v2/postings", frames: [packageFrame('urllib3/connectionpool.py', 841, 'urlopen', 'retries = retries.increment(', 'retries.increment(')], cause: refused })
  return new PythonError({ type: 'requests.exceptions.ConnectionError', message: "HTTPSConnectionPool(host='ledger.internal', port=443): Max retries exceeded with url: /v2/postings", frames: [appFrame('extraction/ledger.py', 33, 'post', 'response = http.post(url, json=body, timeout=5)', 'http.post(url, json=body, timeout=5)'), packageFrame('requests/adapters.py', 700, 'send', 'raise ConnectionError(e, request=request)')], context: retries })
}
