import { parentPort } from 'node:worker_threads'
import { answerPrepare } from './preparePacket'
import type { PrepareRequest } from './preparePacket'

parentPort?.on('message', (request: PrepareRequest) => {
  const answer = answerPrepare(request)
  parentPort?.postMessage(answer, [answer.bytes])
})
