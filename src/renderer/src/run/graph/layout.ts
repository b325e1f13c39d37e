import ELK from 'elkjs/lib/elk-api'
import type { Graph } from '@shared/model/graph'
import { trustedScriptUrl } from '../../trustedUrl'
import { fromElk, inputsOf, toElk, type GraphLayout } from './elkGraph'

type Engine = InstanceType<typeof ELK>

let starting: Promise<Engine> | null = null

async function start(): Promise<Engine> {
  const { default: workerUrl } = await import('./layout.worker?worker&url')
  const url = trustedScriptUrl(new URL(workerUrl, import.meta.url))
  return new ELK({ workerFactory: () => new Worker(url, { type: 'module' }) })
}

/** Lays a graph out, with the inputs of its actions or without, off the window's thread; rejects when the worker cannot. */
export async function layoutGraph(graph: Graph, withInputs: boolean): Promise<GraphLayout> {
  starting ??= start()
  const engine = await starting
  return fromElk(await engine.layout(toElk(graph, withInputs)), withInputs ? inputsOf(graph) : [])
}
