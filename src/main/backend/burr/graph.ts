import { scanObject } from '@shared/exactJson/members'
import { maxDepth } from '@shared/exactJson/tree'
import type { GraphAction, GraphTransition } from '@shared/model/graph'
import { bodyText, isJsonObject, readJsonObject, stringMember, type BodyResult, type JsonObject } from './readBody'
import { readSignature } from './signature'

/** One action of a graph body, with its inputs put right. */
export interface GraphActionBody extends GraphAction {
  /** Whether the source's `def` line confirms which inputs are required; if not, they are only known to be inputs. */
  readonly areInputsVerified: boolean
}

/** What a `graph.json` says. */
export interface GraphBody {
  readonly entrypoint: string
  readonly actions: readonly GraphActionBody[]
  readonly transitions: readonly GraphTransition[]
  /** Same text for the same graph whatever the order of its input sets: what to hash. */
  readonly canonicalText: string
}

/** Reads the bytes of a `graph.json`; parts of the wrong kind are left out or empty, never fatal. */
export function readGraph(bytes: Uint8Array): BodyResult<GraphBody> {
  const text = bodyText(bytes)
  const body = readJsonObject(text)
  if (!body.ok) return body
  const actions = objectsIn(body.value['actions'])
  return {
    ok: true,
    value: {
      entrypoint: stringMember(body.value, 'entrypoint') ?? '',
      actions: actions.map(readAction),
      transitions: objectsIn(body.value['transitions']).map(readTransition),
      canonicalText: canonicalText(text, body.value)
    }
  }
}

/** Names of the actions that may follow themselves. */
export function selfTransitionsOf(graph: Pick<GraphBody, 'transitions'>): ReadonlySet<string> {
  return new Set(graph.transitions.filter(({ from, to }) => from === to).map(({ from }) => from))
}

function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

function stringsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function readTransition(value: JsonObject): GraphTransition {
  return {
    from: stringMember(value, 'from_') ?? '',
    to: stringMember(value, 'to') ?? '',
    condition: stringMember(value, 'condition') ?? ''
  }
}

function readAction(value: JsonObject): GraphActionBody {
  const code = stringMember(value, 'code') ?? ''
  return {
    name: stringMember(value, 'name') ?? '',
    reads: stringsIn(value['reads']),
    writes: stringsIn(value['writes']),
    code,
    ...putInputsRight(code, stringsIn(value['inputs']), stringsIn(value['optional_inputs']))
  }
}

type Inputs = Pick<GraphActionBody, 'requiredInputs' | 'optionalInputs' | 'areInputsVerified'>

/**
 * Burr's writers swap the two lists; the `def` line decides each name it shows. Names it does not show keep the place that the
 * swap gives them, and the whole counts as not verified.
 */
export function putInputsRight(code: string, loggedInputs: readonly string[], loggedOptional: readonly string[]): Inputs {
  const signature = readSignature(code)
  const names = [...new Set([...loggedOptional, ...loggedInputs])].toSorted()
  const isRequired = (name: string): boolean => {
    if (signature?.required.has(name) === true) return true
    return signature?.optional.has(name) === true ? false : loggedOptional.includes(name)
  }
  return {
    requiredInputs: names.filter(isRequired),
    optionalInputs: names.filter((name) => !isRequired(name)),
    areInputsVerified: names.every((name) => signature?.required.has(name) === true || signature?.optional.has(name) === true)
  }
}

function canonicalText(text: string, body: JsonObject): string {
  const scan = scanObject(text)
  // Writing a deeply nested value would overflow the stack; such a graph is no graph, and is only told apart.
  if (!scan.ok || scan.depth > maxDepth) return text
  const actions = objectsIn(body['actions']).map((action) => ({
    ...action,
    inputs: stringsIn(action['inputs']).toSorted(),
    optional_inputs: stringsIn(action['optional_inputs']).toSorted()
  }))
  return JSON.stringify({ ...body, actions })
}
