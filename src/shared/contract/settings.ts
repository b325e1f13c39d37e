import { z } from 'zod'
import type { CheckResult } from '../model/connectionCheck'
import type { ProfileRow } from '../model/profile'
import { settingsPatch } from '../model/settings'
import type { EffectiveSettings } from '../model/settings'
import { method } from './method'

/** Which program this is and where its data lies. */
export interface AppInfo {
  readonly version: string
  readonly electron: string
  readonly chrome: string
  readonly node: string
  readonly sqlite: string | null
  readonly platform: string
  readonly dataFolder: string
}

export const settings = {
  'app.info': method<AppInfo>()('main', z.strictObject({})),
  /** The version of SQLite that is built in. */
  'app.sqlite': method<string>()('indexer', z.strictObject({})),
  'settings.get': method<EffectiveSettings>()('main', z.strictObject({})),
  /** Changes the fields given, saves them and reconnects when the connection changed. */
  'settings.update': method<EffectiveSettings>()('main', settingsPatch),
  /** Profiles of the shared config and credentials files; never a key. */
  'profiles.list': method<readonly ProfileRow[]>()('indexer', z.strictObject({})),
  /** Tries the connection with these settings on top of the saved ones, without saving. */
  'connection.check': method<readonly CheckResult[]>()('indexer', settingsPatch),
  /** Asks before opening in the browser; only http and https. */
  'app.openLink': method<null>()('main', z.strictObject({ url: z.string().max(2048) })),
  /** Asks where to save a text and saves it there; gives the file's name, `null` = the person chose not to. */
  'app.saveText': method<{ readonly savedAs: string | null }>()(
    'main',
    z.strictObject({ fileName: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,118}[A-Za-z0-9_]$/), text: z.string().max(64 * 1024 * 1024) })
  ),
  /** Writes text to the clipboard. */
  'app.copy': method<null>()('main', z.strictObject({ text: z.string().max(64 * 1024 * 1024) }))
} as const
