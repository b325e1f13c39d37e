import type { Graph } from '@shared/model/graph'

/** The hash every made-up run names. */
export const fakeGraphHash = 'f'.repeat(64)

const code = (name: string, writes: string): string => `@action(reads=["chat_history", "documents"], writes=["${writes}"])
def ${name}(state: State, client: OpenAI, temperature: float = 0.2) -> State:
    """${name[0]?.toUpperCase()}${name.slice(1)} the customer's message."""
    response = client.chat.completions.create(
        model="gpt-4o",
        messages=state["chat_history"],
        temperature=temperature,
    )
    if not response.choices:
        raise ValueError("the model gave nothing")
    return state.update(${writes}=response.choices[0].message.content)
`

/** The graph of the made-up support bot. */
export const fakeGraph: Graph = {
  hash: fakeGraphHash,
  entrypoint: 'classify',
  actions: [
    { name: 'classify', reads: ['chat_history'], writes: ['intent'], code: code('classify', 'intent'), requiredInputs: ['prompt'], optionalInputs: [] },
    { name: 'retrieve', reads: ['intent'], writes: ['documents'], code: code('retrieve', 'documents'), requiredInputs: [], optionalInputs: ['top_k'] },
    { name: 'rerank', reads: ['documents'], writes: ['documents'], code: code('rerank', 'documents'), requiredInputs: [], optionalInputs: [] },
    { name: 'generate', reads: ['documents', 'chat_history'], writes: ['answer'], code: code('generate', 'answer'), requiredInputs: ['client'], optionalInputs: ['temperature'] },
    { name: 'review', reads: ['answer'], writes: ['approved'], code: code('review', 'approved'), requiredInputs: [], optionalInputs: [] },
    { name: 'escalate', reads: ['intent'], writes: ['ticket'], code: code('escalate', 'ticket'), requiredInputs: [], optionalInputs: [] },
    { name: 'respond', reads: ['answer', 'ticket'], writes: ['chat_history'], code: code('respond', 'chat_history'), requiredInputs: [], optionalInputs: [] }
  ],
  transitions: [
    { from: 'classify', to: 'escalate', condition: "intent == 'complaint'" },
    { from: 'classify', to: 'retrieve', condition: 'default' },
    { from: 'retrieve', to: 'rerank', condition: 'len(documents) > 3' },
    { from: 'retrieve', to: 'generate', condition: 'default' },
    { from: 'rerank', to: 'generate', condition: 'default' },
    { from: 'generate', to: 'review', condition: 'default' },
    { from: 'review', to: 'generate', condition: 'not approved' },
    { from: 'review', to: 'respond', condition: 'default' },
    { from: 'escalate', to: 'respond', condition: 'default' },
    { from: 'respond', to: 'classify', condition: 'default' }
  ]
}
