/** A bucket that exists only as arithmetic: which key stands where in S3's order, and what it holds. */
export interface DatasetOptions {
  /** Objects in all; shared out evenly over the projects. */
  readonly objects: number
  readonly projects: number
  /** What the names of the projects begin with. */
  readonly projectName: string
  /** With 3 or more, the first two files of a run are its graph and its metadata. */
  readonly filesPerRun: number
  /** Time of the first key of each project, milliseconds since 1970. */
  readonly startMs: number
  readonly spanMs: number
}

/** One object of the bucket. */
export interface Place {
  /** Where it stands among those of its project. */
  readonly at: number
  readonly run: number
  readonly file: number
  readonly timeUs: number
}

/** Runs that write at the same time. */
const interleaved = 8

/** Keys as Burr lays them out, in S3's order, any of them known without the others. */
export class Dataset {
  readonly size: number
  readonly #perProject: number
  readonly #options: DatasetOptions

  constructor(options: DatasetOptions) {
    this.#options = options
    this.#perProject = Math.floor(options.objects / options.projects)
    this.size = this.#perProject * options.projects
  }

  /** What stands at a place of the whole listing. */
  placeAt(index: number): Place {
    return this.#place(index % this.#perProject)
  }

  keyAt(index: number): string {
    const place = this.placeAt(index)
    const project = Math.floor(index / this.#perProject)
    const iso = new Date(Math.floor(place.timeUs / 1000)).toISOString()
    const clock = `${iso.slice(14, 19)}.${String(place.timeUs % 1_000_000).padStart(6, '0')}`
    const day = `${iso.slice(0, 4)}/${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(11, 13)}`
    return `data/${this.#options.projectName}-${String(project).padStart(2, '0')}/${day}/${clock}/__none__/${uuidOf(place.run)}/${this.#fileName(place)}`
  }

  /** What a key names, read from its end; `null` when it is none of ours. */
  find(key: string): Place | null {
    const log = /-(\d{12})__log\.jsonl$/.exec(key)
    if (log !== null) return this.#checked(Number(log[1]))
    const other = /-(\d{12})\/(graph|metadata)\.json$/.exec(key)
    return other === null ? null : this.#checked(this.#placeOf(Number(other[1]), other[2] === 'graph' ? 0 : 1))
  }

  /** The first place whose key is not before a text. */
  lowerBound(text: string): number {
    let [low, high] = [0, this.size]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.keyAt(middle) < text) low = middle + 1
      else high = middle
    }
    return low
  }

  #checked(at: number): Place | null {
    return at >= 0 && at < this.#perProject ? this.#place(at) : null
  }

  #place(at: number): Place {
    const { filesPerRun, startMs, spanMs } = this.#options
    const block = filesPerRun * interleaved
    const within = at % block
    const run = Math.floor(at / block) * interleaved + (within % interleaved)
    const timeUs = Math.floor(startMs * 1000 + (at * spanMs * 1000) / this.#perProject) + 1
    return { at, run, file: Math.floor(within / interleaved), timeUs }
  }

  #placeOf(run: number, file: number): number {
    const block = this.#options.filesPerRun * interleaved
    return Math.floor(run / interleaved) * block + file * interleaved + (run % interleaved)
  }

  #fileName({ at, file }: Place): string {
    if (this.#options.filesPerRun < 3 || file > 1) return `${uuidOf(at)}__log.jsonl`
    return file === 0 ? 'graph.json' : 'metadata.json'
  }
}

/** A UUID that begins at random, as real ones do, and ends with its number. */
function uuidOf(number: number): string {
  const scattered = Math.imul(number + 1, 0x9e3779b1) >>> 0
  return `${scattered.toString(16).padStart(8, '0')}-5eed-4a11-8bad-${String(number).padStart(12, '0')}`
}
