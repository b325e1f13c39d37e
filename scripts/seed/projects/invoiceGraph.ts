import type { GraphSource } from '../graph'

/** The graph of the invoice pipeline. */
export const invoiceGraph: GraphSource = {
  entrypoint: 'load_document',
  actions: [
    {
      name: 'load_document',
      reads: [],
      writes: ['document', 'pages'],
      required: ['path'],
      code: `@action(reads=[], writes=["document", "pages"])
def load_document(state: State, path: str) -> Tuple[dict, State]:
    loader = PyPDFLoader(path)
    pages = loader.load()
    return {"pages": len(pages)}, state.update(document=pages[0], pages=len(pages))
`
    },
    {
      name: 'ocr',
      reads: ['document'],
      writes: ['text', 'ocr_confidence'],
      required: ['__tracer'],
      optional: ['dpi', 'language'],
      code: `@action(reads=["document"], writes=["text", "ocr_confidence"])
def ocr(state: State, __tracer: TracerFactory, dpi: int = 300, language: str = "deu+eng") -> Tuple[dict, State]:
    page = render(state["document"], dpi)
    text, confidence = recognise(page, language)
    return {"characters": len(text)}, state.update(text=text, ocr_confidence=confidence)
`
    },
    {
      name: 'extract',
      reads: ['text'],
      writes: ['invoice', 'attempts'],
      required: ['__tracer'],
      code: `@action(reads=["text"], writes=["invoice", "attempts"])
def extract(state: State, __tracer: TracerFactory) -> Tuple[dict, State]:
    """Asks the model for the invoice as JSON and validates it."""
    answer = complete(EXTRACT_PROMPT, state["text"])
    invoice = Invoice.model_validate_json(answer)
    return {"invoice": invoice.number}, state.update(invoice=invoice, attempts=state.get("attempts", 0) + 1)
`
    },
    {
      name: 'match_vendor',
      reads: ['invoice'],
      writes: ['vendor_id'],
      code: `@action(reads=["invoice"], writes=["vendor_id"])
def match_vendor(state: State) -> State:
    with session() as db:
        row = db.execute(VENDOR_QUERY, {"name": state["invoice"].vendor.name}).one()
    return state.update(vendor_id=row.id)
`
    },
    {
      name: 'post_to_ledger',
      reads: ['invoice', 'vendor_id'],
      writes: ['posting'],
      required: ['__tracer'],
      code: `@action(reads=["invoice", "vendor_id"], writes=["posting"])
def post_to_ledger(state: State, __tracer: TracerFactory) -> Tuple[dict, State]:
    posting = ledger.post(vendor=state["vendor_id"], invoice=state["invoice"])
    return {"posting": posting.id}, state.update(posting=posting.id)
`
    },
    {
      name: 'manual_review',
      reads: ['invoice'],
      writes: ['review'],
      code: `@action(reads=["invoice"], writes=["review"])
def manual_review(state: State) -> State:
    return state.update(review=queue.put(state["invoice"]))
`
    }
  ],
  transitions: [
    ['load_document', 'ocr'],
    ['ocr', 'extract'],
    ['extract', 'manual_review', 'ocr_confidence < 0.8'],
    ['extract', 'match_vendor'],
    ['match_vendor', 'post_to_ledger'],
    ['manual_review', 'post_to_ledger', "review == 'accepted'"]
  ]
}
