import { serverOf, type Model } from './llm'
import { appFrame, packageFrame, PythonError, type Frame } from './pythonError'
import type { Random } from './random'

/** An exception of a vendor's client, raised below the given frames of the user's program. */
export function modelError(random: Random, model: Model, frames: readonly Frame[]): PythonError {
  return random.chance(0.5) ? rateLimit(random, model, frames) : random.chance(0.6) ? connectionLost(model, frames) : badAnswer(frames)
}

function rateLimit(random: Random, model: Model, frames: readonly Frame[]): PythonError {
  const anthropic = model.vendor === 'anthropic'
  const name = anthropic ? 'anthropic' : 'openai'
  const detail = anthropic
    ? `Error code: 529 - {'type': 'error', 'error': {'type': 'overloaded_error', 'message': 'Overloaded'}}`
    : `Error code: 429 - {'error': {'message': 'Rate limit reached for ${model.name} on tokens per min (TPM): Limit 200000, Used ${random.int(196_000, 199_999)}, Requested ${random.int(900, 4200)}. Please try again in ${random.int(120, 900)}ms.', 'type': 'tokens', 'code': 'rate_limit_exceeded'}}`
  return new PythonError({
    type: anthropic ? 'anthropic.InternalServerError' : 'openai.RateLimitError',
    message: detail,
    frames: [
      ...frames,
      packageFrame(`${name}/_base_client.py`, 1277, 'post', 'return cast(ResponseT, self.request(cast_to, opts, stream=stream, stream_cls=stream_cls))', 'self.request(cast_to, opts, stream=stream, stream_cls=stream_cls)'),
      packageFrame(`${name}/_base_client.py`, 1061, '_request', 'raise self._make_status_error_from_response(err.response) from None')
    ]
  })
}

function connectionLost(model: Model, frames: readonly Frame[]): PythonError {
  const name = model.vendor === 'anthropic' ? 'anthropic' : 'openai'
  const socket = new PythonError({
    type: 'httpcore.ReadTimeout',
    message: 'The read operation timed out',
    frames: [
      packageFrame('httpcore/_sync/http11.py', 217, '_receive_event', 'data = self._network_stream.read(', 'self._network_stream.read('),
      packageFrame('httpcore/_backends/sync.py', 126, 'read', 'with map_exceptions(exc_map):'),
      { file: '/usr/lib/python3.11/contextlib.py', line: 158, in: '__exit__', source: 'self.gen.throw(typ, value, traceback)' },
      packageFrame('httpcore/_exceptions.py', 14, 'map_exceptions', 'raise to_exc(exc) from exc')
    ]
  })
  const http = new PythonError({
    type: 'httpx.ReadTimeout',
    message: 'The read operation timed out',
    frames: [
      packageFrame(`${name}/_base_client.py`, 997, '_request', 'response = self._client.send(', 'self._client.send('),
      packageFrame('httpx/_client.py', 914, 'send', 'response = self._send_handling_auth(', 'self._send_handling_auth('),
      packageFrame('httpx/_transports/default.py', 118, 'map_httpcore_exceptions', 'raise mapped_exc(message) from exc')
    ],
    cause: socket
  })
  return new PythonError({
    type: `${name}.APITimeoutError`,
    message: `Request timed out. (host ${serverOf(model)})`,
    frames: [...frames, packageFrame(`${name}/_base_client.py`, 1015, '_request', 'raise APITimeoutError(request=request) from err')],
    cause: http
  })
}

function badAnswer(frames: readonly Frame[]): PythonError {
  const decode = new PythonError({
    type: 'json.decoder.JSONDecodeError',
    message: 'Expecting property name enclosed in double quotes: line 4 column 1 (char 118)',
    frames: [
      appFrame('llm/parse.py', 22, 'parse_json', 'return json.loads(text)', 'json.loads(text)'),
      { file: '/usr/lib/python3.11/json/__init__.py', line: 346, in: 'loads', source: 'return _default_decoder.decode(s)', marked: '_default_decoder.decode(s)' },
      { file: '/usr/lib/python3.11/json/decoder.py', line: 353, in: 'raw_decode', source: 'obj, end = self.scan_once(s, idx)', marked: 'self.scan_once(s, idx)' }
    ]
  })
  return new PythonError({
    type: 'ValueError',
    message: 'model answer is not valid JSON:\n{"intent": "refund",\n "confidence": 0.82,\n}',
    frames: [...frames, appFrame('llm/parse.py', 25, 'parse_json', 'raise ValueError(f"model answer is not valid JSON:\\n{text}")')],
    context: decode
  })
}
