import type { RunDetail } from '@shared/contract/runs'
import { AppError } from '@shared/errors'
import type { Graph } from '@shared/model/graph'
import { readGraphText } from '../database/graphs'
import { listRuns } from '../database/listRuns'
import { readRunDetail } from '../database/readRunDetail'
import type { ReaderPart } from './readerMethod'
import { ReplyText } from './replyText'

export const runHandlers: ReaderPart<'runs.list' | 'runs.get' | 'runs.graph'> = {
  'runs.list': ({ db, nowUs }, query) => listRuns(db, query, nowUs),
  'runs.get': ({ db, nowUs }, key) => {
    const { head, stepsText } = readRunDetail(db, key, nowUs)
    return new ReplyText<RunDetail>(`${JSON.stringify(head).slice(0, -1)},"steps":${stepsText}}`)
  },
  'runs.graph': ({ db }, { hash }) => {
    const text = readGraphText(db, hash)
    if (text === null) throw new AppError({ code: 'not-found', message: 'The index has no such graph.' })
    return new ReplyText<Graph>(text)
  }
}
