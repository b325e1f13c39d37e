import type { RunDetail } from '@shared/contract/runs'
import { AppError } from '@shared/errors'
import type { Graph } from '@shared/model/graph'
import { readGraphText } from '../database/graphs'
import { readRunDetail } from '../database/readRunDetail'
import { readActions } from '../database/runActions'
import { readRunPage } from '../database/runPage'
import { countRuns } from '../database/runPageCount'
import { readFamilyList } from '../database/runPageFamily'
import { readHistogram } from '../database/runPageHistogram'
import { readNeighbours } from '../database/runPageNeighbours'
import { findList } from '../database/runPageScope'
import type { ReaderPart } from './readerMethod'
import { ReplyText } from './replyText'

type ListMethod = 'runs.list' | 'runs.count' | 'runs.family' | 'runs.neighbours' | 'runs.histogram' | 'runs.actions'

export const runHandlers: ReaderPart<ListMethod | 'runs.get' | 'runs.graph'> = {
  'runs.list': ({ db, nowUs }, query) => readRunPage(db, query, nowUs),
  'runs.count': ({ db, nowUs }, query) => {
    const list = findList(db, query, nowUs)
    return list === null ? { total: 0, hiddenNeverStepped: 0, next: null } : countRuns(db, list, query.from)
  },
  'runs.family': ({ db, nowUs }, query) => readFamilyList(db, query, nowUs),
  'runs.neighbours': ({ db, nowUs }, query) => readNeighbours(db, query, nowUs),
  'runs.histogram': ({ db, nowUs }, query) => readHistogram(db, query, nowUs),
  'runs.actions': ({ db }, { project }) => readActions(db, project),
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
