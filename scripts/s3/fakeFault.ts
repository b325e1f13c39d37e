import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerResponse } from 'node:http'
import { emptyAnswer, errorAnswer, type Answer } from './fakeAnswer'
import { wrongRegion } from './fakePolicy'
import type { FakeRequest } from './fakeRequest'

/** What goes wrong with an answer. Byte offsets count from the start of the body. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly code: string; readonly message?: string }
  | { readonly kind: 'redirect'; readonly region: string }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'stall' | 'reset' | 'corrupt'; readonly atByte: number }
  | { readonly kind: 'wrong-length'; readonly byBytes: number }
  | { readonly kind: 'html' | 'empty' | 'no-body' }
  | { readonly kind: 'truncated-xml'; readonly atByte?: number }
  | { readonly kind: 'repeated-token' | 'unsorted' | 'foreign-prefix' | 'missing-token' | 'other-bucket' | 'entity-bomb' }

/** Which requests a fault meets; `skip` lets the first ones pass, `times` ends it. */
export interface FaultRule {
  readonly match: (request: FakeRequest) => boolean
  readonly do: Fault
  readonly skip?: number
  readonly times?: number
}

/** A rule that is in force; `hits` counts the answers it has spoiled. */
export class ActiveFault {
  hits = 0
  #seen = 0
  #removed = false

  constructor(readonly rule: FaultRule) {}

  /** Takes the rule out of force. */
  remove(): void {
    this.#removed = true
  }

  /** Whether the rule meets this request; counts it when it does. */
  take(request: FakeRequest): boolean {
    if (this.#removed || this.hits >= (this.rule.times ?? Number.POSITIVE_INFINITY) || !this.rule.match(request)) return false
    if (this.#seen++ < (this.rule.skip ?? 0)) return false
    this.hits++
    return true
  }
}

const HTML = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Welcome to Airport Wi-Fi</h1></body></html>'
const BOMB = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><ListBucketResult><Name>&c;</Name></ListBucketResult>'

/** The answer as the fault leaves it; faults of the wire (stall, reset, wrong length) leave it alone. */
export function spoil(answer: Answer, fault: Fault): Answer {
  switch (fault.kind) {
    case 'status':
      return errorAnswer(fault.status, fault.code, fault.message ?? 'made to fail')
    case 'redirect':
      return wrongRegion(fault.region)
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from(HTML) }
    case 'empty':
      return emptyAnswer(200, { 'content-type': 'application/xml' })
    case 'no-body':
      return emptyAnswer(answer.status, answer.headers)
    case 'entity-bomb':
      return { ...answer, body: Buffer.from(BOMB) }
    case 'truncated-xml':
      return { ...answer, body: answer.body.subarray(0, fault.atByte ?? Math.floor(answer.body.length * 0.6)) }
    case 'corrupt':
      return { ...answer, body: flipByte(answer.body, fault.atByte) }
    case 'repeated-token':
    case 'unsorted':
    case 'foreign-prefix':
    case 'missing-token':
    case 'other-bucket':
      return { ...answer, body: Buffer.from(spoilList(answer.body.toString('utf8'), fault.kind)) }
    default:
      return answer
  }
}

/** Sends an answer, with the fault of the wire if it has one; the connection may be left hanging or be cut. */
export async function send(response: ServerResponse, answer: Answer, fault: Fault | undefined, head: boolean): Promise<void> {
  const body = head ? Buffer.alloc(0) : answer.body
  const declared = answer.declaredLength ?? (head ? answer.body.length : body.length)
  const length = fault?.kind === 'wrong-length' ? declared + fault.byBytes : declared
  response.writeHead(answer.status, { ...answer.headers, ...(answer.status === 204 || answer.status === 304 ? {} : { 'content-length': String(Math.max(0, length)) }) })
  if (fault?.kind === 'stall' || fault?.kind === 'reset') {
    response.flushHeaders()
    response.write(body.subarray(0, fault.atByte))
    await sleep(20)
    if (fault.kind === 'reset') response.socket?.resetAndDestroy()
    return
  }
  if (fault?.kind === 'wrong-length') {
    // Node refuses a body of another length than it declared, so the bytes go straight to the socket.
    response.strictContentLength = false
    response.write(body)
    await sleep(20)
    response.socket?.destroy()
    return
  }
  response.end(body)
}

function flipByte(body: Buffer, at: number): Buffer {
  const copy = Buffer.from(body)
  const index = Math.min(at, copy.length - 1)
  if (index >= 0) copy[index] = (copy[index] ?? 0) ^ 0xff
  return copy
}

function spoilList(xml: string, kind: 'repeated-token' | 'unsorted' | 'foreign-prefix' | 'missing-token' | 'other-bucket'): string {
  switch (kind) {
    case 'repeated-token': {
      const token = /<ContinuationToken>([^<]*)</.exec(xml)?.[1] ?? /<NextContinuationToken>([^<]*)</.exec(xml)?.[1] ?? 'again'
      return xml.replace(/<IsTruncated>false</, '<IsTruncated>true<').replace(/<NextContinuationToken>[^<]*<\/NextContinuationToken>/, '').replace('</MaxKeys>', `</MaxKeys><NextContinuationToken>${token}</NextContinuationToken>`)
    }
    case 'unsorted': {
      const contents = xml.match(/<Contents>.*?<\/Contents>/gs) ?? []
      return contents.length < 2 ? xml : xml.replace(contents.join(''), () => contents.toReversed().join(''))
    }
    case 'foreign-prefix':
      return xml.replace(/<Key>/, '<Key>somewhere-else/')
    case 'missing-token':
      return xml.replace(/<NextContinuationToken>[^<]*<\/NextContinuationToken>/, '').replace('<IsTruncated>false<', '<IsTruncated>true<')
    case 'other-bucket':
      return xml.replace(/<Name>[^<]*</, '<Name>another-bucket<')
  }
}
