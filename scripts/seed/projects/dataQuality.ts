import type { GraphSource } from '../graph'
import { appFrame, packageFrame, PythonError } from '../pythonError'
import { digits, float, type Values } from '../pythonJson'
import type { Random } from '../random'
import type { Project } from '../scene'

const graph: GraphSource = {
  entrypoint: 'profile_table',
  actions: [
    {
      name: 'profile_table',
      reads: ['tables'],
      writes: ['profile', 'frame', 'tables'],
      required: ['table'],
      optional: ['sample'],
      code: `@action(reads=["tables"], writes=["profile", "frame", "tables"])
def profile_table(state: State, table: str, sample: int = 10_000) -> State:
    frame = warehouse.sample(table, sample)
    profile = {name: describe(column) for name, column in frame.items()}
    return state.update(profile=profile, frame=frame.head(50)).append(tables=table)
`
    },
    {
      name: 'check_rules',
      reads: ['profile'],
      writes: ['violations'],
      required: ['__tracer'],
      code: `@action(reads=["profile"], writes=["violations"])
def check_rules(state: State, __tracer: TracerFactory) -> Tuple[dict, State]:
    violations = []
    for rule in RULES:
        with __tracer(rule.name) as span:
            found = rule.check(state["profile"])
            span.log_attributes(violations=len(found))
            violations.extend(found)
    return {"violations": len(violations)}, state.update(violations=violations)
`
    },
    {
      name: 'publish',
      reads: ['violations'],
      writes: ['published'],
      code: `@action(reads=["violations"], writes=["published"])
def publish(state: State) -> State:
    return state.update(published=catalog.put(state["violations"]))
`
    }
  ],
  transitions: [
    ['profile_table', 'check_rules'],
    ['check_rules', 'publish'],
    ['publish', 'profile_table', 'lmda_more_tables_']
  ]
}

const COLUMNS = ['order_id', 'customer_id', 'amount', 'currency', 'created_at', 'shipped_at', 'country', 'discount', 'sku', 'channel', 'weight_kg', 'returned', 'email', 'postcode', 'score', 'sensor_value']
const TABLES = ['sales.orders', 'sales.order_lines', 'crm.customers', 'ops.shipments', 'iot.readings']

/** Profiles of tables: big states, numbers beyond what a double holds, NaN, data frames; written by a tracker that writes its files twice. */
export const dataQuality: Project = {
  name: 'data-quality',
  weight: 5,
  act(scene) {
    const { random } = scene
    const tracker = scene.tracker(random.pick(['Asia/Kolkata', 'UTC'] as const))
    const app = scene.build(tracker, { appId: `dq-${random.int(1, 9)}-${random.hex(6)}`, partitionKey: random.pick(['warehouse', 'lake', null]), graph, state: { tables: [] }, builds: 2 })
    for (const table of random.shuffle(TABLES).slice(0, random.int(1, 4))) {
      app.step('profile_table', {
        inputs: { table, sample: digits('10000') },
        work: (step) => {
          step.wait(1800)
          return { profile: profile(random), frame: { path: `df_${random.hex(64)}.parquet`, __burr_serde__: 'pandas.DataFrame' }, tables: [...(app.state['tables'] as string[]), table] }
        }
      })
      const error = app.step('check_rules', {
        work: (step) => {
          for (const rule of ['not_null', 'unique_key', 'in_range', 'fresh']) {
            step.span(rule, () => {
              step.wait(40)
              step.attributes({ violations: random.int(0, 3) })
            })
          }
          if (random.chance(0.1)) step.raise(keyError())
          return { violations: Array.from({ length: random.int(0, 6) }, () => ({ rule: 'in_range', column: random.pick(COLUMNS), rows: random.int(1, 900) })) }
        },
        result: (writes) => ({ violations: (writes['violations'] as unknown[]).length })
      })
      if (error !== null) break
      app.step('publish', { work: (step) => (step.wait(120), { published: true }) })
    }
    tracker.exit(scene.clock.nowUs)
  }
}

function profile(random: Random): Values {
  const out: Values = {}
  for (const column of COLUMNS) {
    out[column] = {
      rows: random.int(9000, 10_000),
      nulls: random.int(0, 400),
      checksum: digits('1180591620717411303424'),
      largest_id: digits(`922337203685477${random.int(1000, 9999)}`),
      mean: float(Math.round(random.next() * 1e6) / 1000),
      median: float(random.int(1, 500)),
      tiny: digits('1e-07'),
      huge: digits('1e+22'),
      // Burr writes a Python nan as null.
      skew: Number.NaN,
      histogram: Array.from({ length: 24 }, () => random.int(0, 900)),
      examples: Array.from({ length: 4 }, () => `${column}-${random.hex(8)}`),
      type: random.pick(["<class 'int'>", "<class 'str'>", "<class 'decimal.Decimal'>"])
    }
  }
  return out
}

function keyError(): PythonError {
  const inner = new PythonError({ type: 'KeyError', message: "'shipped_at'", frames: [packageFrame('pandas/core/indexes/base.py', 3812, 'get_loc', 'return self._engine.get_loc(casted_key)', 'self._engine.get_loc(casted_key)'), { file: 'pandas/_libs/index.pyx', line: 167, in: 'pandas._libs.index.IndexEngine.get_loc', source: 'val = util.get_value_at(values, loc)' }] })
  return new PythonError({ type: 'RuleError', message: 'rule "fresh" needs the column shipped_at, which the table does not have', frames: [appFrame('quality/rules.py', 52, 'check', 'raise RuleError(f\'rule "{self.name}" needs the column {column}, which the table does not have\') from error')], cause: inner })
}
