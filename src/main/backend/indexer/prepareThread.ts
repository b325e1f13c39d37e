import { parentPort } from 'node:worker_threads'
import { maxObjectBytes } from './fetchSize'
import { FetchLine } from './fetchLine'
import { workBehind } from './prepareBehind'
import { answerPrepare } from './preparePacket'
import type { FromPrepareThread, ToPrepareThread } from './preparer'

workBehind()

const lines = new Map<number, FetchLine>()

function answer(message: FromPrepareThread): void {
  parentPort?.postMessage(message, [message.answer.bytes])
}

function lineOf(message: Extract<ToPrepareThread, { line: number }>): FetchLine {
  let line = lines.get(message.line)
  if (line === undefined) {
    line = new FetchLine(message.lane, maxObjectBytes, (fetched) => answer({ line: message.line, answer: fetched }))
    lines.set(message.line, line)
  }
  return line
}

parentPort?.on('message', (message: ToPrepareThread) => {
  if (!('line' in message)) {
    answer({ answer: answerPrepare(message.request) })
    return
  }
  lineOf(message).receive(message.say)
  if (message.say.type === 'close') lines.delete(message.line)
})
