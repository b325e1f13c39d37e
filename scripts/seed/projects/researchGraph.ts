import type { GraphSource } from '../graph'

/** The graph of the research agent. */
export const researchGraph: GraphSource = {
  entrypoint: 'plan',
  actions: [
    {
      name: 'plan',
      reads: ['question'],
      writes: ['queries'],
      required: ['question', '__tracer'],
      code: `@action(reads=["question"], writes=["queries"])
async def plan(state: State, question: str, __tracer: TracerFactory) -> Tuple[dict, State]:
    """Breaks the question down into search queries."""
    queries = await planner.run(question)
    return {"queries": queries}, state.update(question=question, queries=queries)
`
    },
    {
      name: 'search',
      reads: ['queries'],
      writes: ['sources', 'rounds'],
      required: ['__tracer'],
      optional: ['limit'],
      code: `@action(reads=["queries"], writes=["sources", "rounds"])
def search(state: State, __tracer: TracerFactory, limit: int = 5) -> Tuple[dict, State]:
    sources = []
    for query in state["queries"]:
        with __tracer("search") as span:
            hits = engine.search(query, limit=limit)
            span.log_attributes(query=query, hits=len(hits))
            sources.extend(hits)
    return {"found": len(sources)}, state.update(sources=dedupe(sources), rounds=state.get("rounds", 0) + 1)
`
    },
    {
      name: 'read_sources',
      reads: ['sources'],
      writes: ['notes'],
      required: ['__context'],
      code: `class ReadSources(MapStates):
    """Reads every source in a run of its own, all at once."""

    def states(self, state: State, context: ApplicationContext, inputs: dict) -> Generator[State, None, None]:
        for source in state["sources"]:
            yield state.update(source=source)

    def action(self, state: State, inputs: dict) -> RunnableGraph:
        return RunnableGraph(graph=reader_graph, entrypoint="fetch", halt_after=["summarize"])

    def reduce(self, state: State, results: Generator[State, None, None]) -> State:
        return state.update(notes=[result["summary"] for result in results])

    @property
    def reads(self) -> list[str]:
        return ["sources"]

    @property
    def writes(self) -> list[str]:
        return ["notes"]
`
    },
    {
      name: 'assess',
      reads: ['question', 'notes'],
      writes: ['enough', 'queries'],
      required: ['__tracer'],
      code: `@action(reads=["question", "notes"], writes=["enough", "queries"])
def assess(state: State, __tracer: TracerFactory) -> Tuple[dict, State]:
    verdict = judge(state["question"], state["notes"])
    return {"enough": verdict.enough}, state.update(enough=verdict.enough, queries=verdict.missing)
`
    },
    {
      name: 'write',
      reads: ['question', 'notes'],
      writes: ['report'],
      required: ['__tracer'],
      code: `@action(reads=["question", "notes"], writes=["report"])
def write(state: State, __tracer: TracerFactory) -> Tuple[dict, State]:
    report = writer.run(question=state["question"], notes=state["notes"])
    return {"words": len(report.split())}, state.update(report=report)
`
    }
  ],
  transitions: [
    ['plan', 'search'],
    ['search', 'read_sources'],
    ['read_sources', 'assess'],
    ['assess', 'search', 'not enough and rounds < 3'],
    ['assess', 'write']
  ]
}

/** The graph of one reader, spawned for each source. */
export const readerGraph: GraphSource = {
  entrypoint: 'fetch',
  actions: [
    {
      name: 'fetch',
      reads: ['source'],
      writes: ['page'],
      required: ['__tracer'],
      code: `@action(reads=["source"], writes=["page"])
def fetch(state: State, __tracer: TracerFactory) -> State:
    with __tracer("http.get") as span:
        response = httpx.get(state["source"]["url"], timeout=10)
        span.log_attributes(**{"url.full": state["source"]["url"], "http.response.status_code": response.status_code})
        response.raise_for_status()
    return state.update(page=extract_text(response.text))
`
    },
    {
      name: 'summarize',
      reads: ['page'],
      writes: ['summary'],
      required: ['__tracer'],
      code: `@action(reads=["page"], writes=["summary"])
def summarize(state: State, __tracer: TracerFactory) -> Tuple[dict, State]:
    summary = reader.run(state["page"])
    return {"summary": summary}, state.update(summary=summary)
`
    }
  ],
  transitions: [['fetch', 'summarize']]
}
