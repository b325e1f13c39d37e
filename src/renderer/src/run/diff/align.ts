/** Pairs `[index in a, index in b]` of equal items, both rising; `isPartial` when the cost limit hid possible pairs. */
export interface Alignment {
  readonly pairs: readonly (readonly [number, number])[]
  readonly isPartial: boolean
}

/** Table cells a longest-common-subsequence table may have; beyond it unique items are the anchors. */
export const maxCells = 1_000_000

type Pair = readonly [number, number]
type Range = readonly [aFrom: number, aTo: number, bFrom: number, bTo: number]

/** Aligns two lists of comparable ids, keeping as many equal items in order as the cost limit allows. */
export function align<Item>(a: readonly Item[], b: readonly Item[], cellLimit = maxCells): Alignment {
  const pairs: Pair[] = []
  let isPartial = false
  const walk = (range: Range): void => {
    const middle = trim(a, b, range, pairs)
    const [aFrom, aTo, bFrom, bTo] = middle
    if (aFrom === aTo || bFrom === bTo) return
    if ((aTo - aFrom) * (bTo - bFrom) <= cellLimit) {
      pairs.push(...tablePairs(a, b, middle))
      return
    }
    const anchors = uniquePairs(a, b, middle)
    if (anchors.length === 0) {
      isPartial = true
      return
    }
    let [aAt, bAt] = [aFrom, bFrom]
    for (const [aNext, bNext] of anchors) {
      walk([aAt, aNext, bAt, bNext])
      pairs.push([aNext, bNext])
      aAt = aNext + 1
      bAt = bNext + 1
    }
    walk([aAt, aTo, bAt, bTo])
  }
  walk([0, a.length, 0, b.length])
  return { pairs: pairs.sort((left, right) => left[0] - right[0]), isPartial }
}

/** Moves equal items at both ends into `pairs` and gives what is left between them. */
function trim<Item>(a: readonly Item[], b: readonly Item[], range: Range, pairs: Pair[]): Range {
  let [aFrom, aTo, bFrom, bTo] = range
  while (aFrom < aTo && bFrom < bTo && a[aFrom] === b[bFrom]) pairs.push([aFrom++, bFrom++])
  while (aFrom < aTo && bFrom < bTo && a[aTo - 1] === b[bTo - 1]) pairs.push([--aTo, --bTo])
  return [aFrom, aTo, bFrom, bTo]
}

function tablePairs<Item>(a: readonly Item[], b: readonly Item[], [aFrom, aTo, bFrom, bTo]: Range): Pair[] {
  const width = bTo - bFrom + 1
  const best = new Uint32Array((aTo - aFrom + 1) * width)
  const cell = (i: number, j: number): number => best[(i - aFrom) * width + (j - bFrom)] ?? 0
  for (let i = aTo - 1; i >= aFrom; i--) {
    for (let j = bTo - 1; j >= bFrom; j--) {
      const length = a[i] === b[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1))
      best[(i - aFrom) * width + (j - bFrom)] = length
    }
  }
  const pairs: Pair[] = []
  let [i, j] = [aFrom, bFrom]
  while (i < aTo && j < bTo) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if (cell(i + 1, j) >= cell(i, j + 1)) i++
    else j++
  }
  return pairs
}

/** Items that stand exactly once in each range, those of them that rise in both. */
function uniquePairs<Item>(a: readonly Item[], b: readonly Item[], [aFrom, aTo, bFrom, bTo]: Range): Pair[] {
  const inA = uniquePlaces(a, aFrom, aTo)
  const inB = uniquePlaces(b, bFrom, bTo)
  const common: Pair[] = []
  for (const [item, i] of inA) {
    const j = inB.get(item) ?? -1
    if (i >= 0 && j >= 0) common.push([i, j])
  }
  const rising = longestRise(common.map(([, j]) => j))
  return rising.flatMap((index) => common.slice(index, index + 1))
}

function uniquePlaces<Item>(items: readonly Item[], from: number, to: number): Map<Item, number> {
  const places = new Map<Item, number>()
  for (let i = from; i < to; i++) {
    const item = items[i]
    if (item !== undefined) places.set(item, places.has(item) ? -1 : i)
  }
  return places
}

/** Indexes of a longest strictly rising run of numbers (not necessarily neighbours). */
export function longestRise(numbers: readonly number[]): number[] {
  const tails: number[] = []
  const before: number[] = []
  numbers.forEach((value, index) => {
    let [low, high] = [0, tails.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((numbers[tails[middle] ?? 0] ?? 0) < value) low = middle + 1
      else high = middle
    }
    before[index] = low > 0 ? (tails[low - 1] ?? -1) : -1
    tails[low] = index
  })
  const rise: number[] = []
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) rise.push(at)
  return rise.reverse()
}
