import type { GraphSource } from '../graph'

/** The graph of the support assistant. */
export const supportGraph: GraphSource = {
  entrypoint: 'receive',
  actions: [
    {
      name: 'receive',
      reads: ['chat_history'],
      writes: ['prompt', 'turn', 'chat_history'],
      required: ['prompt', '__tracer'],
      code: `@action(reads=["chat_history"], writes=["prompt", "turn", "chat_history"])
def receive(state: State, prompt: str, __tracer: TracerFactory) -> State:
    """Takes the customer's message into the conversation."""
    with __tracer("normalise") as span:
        text = unicodedata.normalize("NFC", prompt).strip()
        span.log_attributes(length=len(text))
    return state.update(prompt=text, turn=state.get("turn", 0) + 1).append(
        chat_history={"role": "user", "content": text}
    )
`
    },
    {
      name: 'check_safety',
      reads: ['prompt'],
      writes: ['safe', 'safety_reason'],
      required: ['__tracer'],
      code: `@action(reads=["prompt"], writes=["safe", "safety_reason"])
def check_safety(state: State, __tracer: TracerFactory) -> State:
    with __tracer("check_safety"):
        with __tracer("rules"):
            hit = next((rule for rule in RULES if rule.matches(state["prompt"])), None)
        with __tracer("moderation") as span:
            flagged = moderate(state["prompt"])
            span.log_attributes(verdict="flagged" if flagged else "clear")
    return state.update(safe=hit is None and not flagged, safety_reason=hit and hit.name)
`
    },
    {
      name: 'classify',
      reads: ['prompt', 'chat_history'],
      writes: ['intent', 'confidence'],
      optional: ['model'],
      required: ['__tracer'],
      code: `@action(reads=["prompt", "chat_history"], writes=["intent", "confidence"])
def classify(state: State, __tracer: TracerFactory, model: str = "gpt-4o-mini") -> Tuple[dict, State]:
    """Finds out what the customer wants. The answer must be JSON."""
    answer = chat(model, CLASSIFY_PROMPT, state["chat_history"][-4:])
    parsed = parse_json(answer)
    result = {"intent": parsed["intent"], "confidence": parsed["confidence"]}
    return result, state.update(**result)
`
    },
    {
      name: 'retrieve',
      reads: ['prompt', 'intent'],
      writes: ['documents'],
      optional: ['top_k'],
      required: ['__tracer'],
      code: `@action(reads=["prompt", "intent"], writes=["documents"])
def retrieve(state: State, __tracer: TracerFactory, top_k: int = 3) -> Tuple[dict, State]:
    with __tracer("embed_query"):
        vector = embed(state["prompt"])
    documents = search_articles(vector, top_k=top_k)
    return {"hits": len(documents)}, state.update(documents=documents)


@trace()
def search_articles(vector: list[float], top_k: int) -> list[dict]:
    rows = index.query(vector=vector, top_k=top_k, include_metadata=True)
    return [dict(id=r.id, score=r.score, **r.metadata) for r in rows.matches]
`
    },
    {
      name: 'answer',
      reads: ['chat_history', 'documents', 'intent'],
      writes: ['response', 'usage', 'chat_history'],
      required: ['__tracer'],
      optional: ['temperature', 'model'],
      code: `@action(reads=["chat_history", "documents", "intent"], writes=["response", "usage", "chat_history"])
def answer(
    state: State, __tracer: TracerFactory, model: str = "gpt-4o", temperature: float = 0.2
) -> Tuple[dict, State]:
    messages = build_messages(state["chat_history"], state.get("documents", []))
    completion = complete(model, messages, temperature)
    text = completion.choices[0].message.content
    usage = {"prompt": completion.usage.prompt_tokens, "completion": completion.usage.completion_tokens}
    return {"response": text}, state.update(response=text, usage=usage).append(
        chat_history={"role": "assistant", "content": text}
    )
`
    },
    {
      name: 'refuse',
      reads: ['safety_reason'],
      writes: ['response', 'chat_history'],
      code: `@action(reads=["safety_reason"], writes=["response", "chat_history"])
def refuse(state: State) -> State:
    text = REFUSALS.get(state["safety_reason"], DEFAULT_REFUSAL)
    return state.update(response=text).append(chat_history={"role": "assistant", "content": text})
`
    },
    {
      name: 'escalate',
      reads: ['chat_history', 'intent'],
      writes: ['ticket'],
      code: `@action(reads=["chat_history", "intent"], writes=["ticket"])
def escalate(state: State) -> Tuple[dict, State]:
    ticket = helpdesk.create(subject=state["intent"], transcript=state["chat_history"])
    return {"ticket": ticket.number}, state.update(ticket=ticket.model_dump())
`
    },
    {
      name: 'respond',
      reads: ['response'],
      writes: ['delivered'],
      required: ['__context'],
      code: `@action(reads=["response"], writes=["delivered"])
def respond(state: State, __context: ApplicationContext) -> State:
    outbox.send(conversation=__context.app_id, text=state["response"])
    return state.update(delivered=True)
`
    }
  ],
  transitions: [
    ['receive', 'check_safety'],
    ['check_safety', 'classify', 'safe=True'],
    ['check_safety', 'refuse'],
    ['classify', 'escalate', 'confidence < 0.5'],
    ['classify', 'retrieve', "intent in ['technical', 'refund', 'order_status', 'billing']"],
    ['classify', 'answer'],
    ['retrieve', 'answer'],
    ['escalate', 'answer'],
    ['answer', 'respond'],
    ['refuse', 'respond'],
    ['respond', 'receive']
  ]
}
