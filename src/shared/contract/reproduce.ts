import { z } from 'zod'
import { runKey, stepKey } from './keys'
import { method } from './method'

/** A test case of Burr's own kind, made of one step. */
export interface TestCase {
  /** JSON as `burr-test-case create` writes it: a list of one case. */
  readonly text: string
  readonly fileName: string
  /** A test that runs the case, for pytest. */
  readonly pytestText: string
  readonly pytestFileName: string
  /** Which state has to be filled in by hand, and why; `null` = none. */
  readonly toFillIn: { readonly state: 'input' | 'expected'; readonly why: string } | null
}

/** A run as Burr's local tracker keeps it: a folder with these files. */
export interface LocalRunFolder {
  /** The folder's name, which Burr takes for the app id. */
  readonly folder: string
  readonly files: readonly { readonly name: string; readonly text: string }[]
  /** UTC microseconds. */
  readonly lastTimeUs: number
}

/** Runs as the local tracker of Burr keeps them, below the folder of their project; the run asked for is the first. */
export interface LocalFolders {
  /** The folder's name, which Burr takes for the project. */
  readonly project: string
  readonly runs: readonly LocalRunFolder[]
  /** Sub-runs that are left out because their bodies are not on this disk, or because there are too many. */
  readonly leftOut: number
}

/** Where folders were saved. */
export interface SavedFolders {
  /** What Burr calls the storage directory. */
  readonly storageDir: string
  /** Whether Burr looks there by itself. */
  readonly isBurrsOwn: boolean
  readonly project: string
  readonly appId: string
  readonly runCount: number
  readonly leftOut: number
}

const build = z.strictObject({ run: runKey, build: z.int().min(0) })

export const reproduce = {
  /** `body-missing` when the step's values are not on this disk, `invalid-input` when it has no recorded end. */
  'reproduce.testCase': method<TestCase>()('reader', z.strictObject({ run: runKey, step: stepKey })),
  /** One build of a run and the runs it started; `body-missing`, or `too-large` above 128 MB. */
  'reproduce.files': method<LocalFolders>()('reader', build),
  /** Asks for a folder and writes the files of {@link LocalFolders} below it; `null` = none was chosen. A folder that is there is never written into. */
  'reproduce.saveFolder': method<SavedFolders | null>()('main', build)
} as const
