import { BrowserWindow, app, clipboard, nativeTheme } from 'electron'
import type { IpcMainInvokeEvent } from 'electron'
import type { Change } from '@shared/contract/change'
import { contract } from '@shared/contract/contract'
import type { MethodName, Output, Parsed } from '@shared/contract/contract'
import { okReply, openReply } from '@shared/contract/reply'
import type { Backend } from './backend/host'
import { helpCalls } from './helpCalls'
import { openLink } from './links'
import { portableCalls } from './portableCalls'
import { readPrices, savePrices } from './prices'
import { saveFolder } from './saveFolder'
import { saveText } from './saveText'
import type { SettingsKeeper } from './settingsKeeper'
import { themeSource } from './themeSource'

type MainMethod = {
  [M in MethodName]: (typeof contract)[M]['at'] extends 'main' ? M : never
}[MethodName]

/** What the main process's own calls work on. */
export interface CallContext {
  /** There once the threads were started. */
  readonly backend: Promise<Backend>
  readonly settings: SettingsKeeper
  readonly dataFolder: string
}

/** The calls that the main process answers itself. */
export type MainCalls = {
  [M in MainMethod]: (context: CallContext, input: Parsed<M>, window: BrowserWindow | null) => Output<M> | Promise<Output<M>>
}

const mainCalls: MainCalls = {
  'app.info': async (context) => ({
    version: app.getVersion(),
    electron: process.versions.electron ?? '',
    chrome: process.versions['chrome'] ?? '',
    node: process.versions.node,
    sqlite: openReply<string>(await (await context.backend).call('app.sqlite', {})),
    platform: `${process.platform} ${process.arch}`,
    dataFolder: context.dataFolder
  }),
  ...helpCalls,
  'settings.get': (context) => context.settings.effective(),
  'settings.update': (context, patch) => {
    const effective = context.settings.update(patch)
    nativeTheme.themeSource = themeSource(effective.values.theme)
    return effective
  },
  'prices.get': (context) => readPrices(context.dataFolder),
  'prices.save': async (context, table) => {
    const kept = await savePrices(context.dataFolder, table)
    for (const each of BrowserWindow.getAllWindows()) each.webContents.send('burr:change', { kind: 'settings' } satisfies Change)
    return kept
  },
  'reproduce.saveFolder': async (context, wanted, window) => saveFolder(window, await context.backend, wanted),
  'app.openLink': async (_context, input, window) => {
    await openLink(window, input.url)
    return null
  },
  ...portableCalls,
  'app.saveText': (_context, input, window) => saveText(window, input),
  'app.copy': async (_context, input) => {
    await clipboard.writeText(input.text)
    return null
  }
}

const isMainMethod = (method: MethodName): method is MainMethod => contract[method].at === 'main'

/** Answers a checked call: here when it is the main process's own, in a thread otherwise. */
export async function answerCall(
  context: CallContext,
  method: MethodName,
  input: unknown,
  event: IpcMainInvokeEvent
): Promise<string> {
  if (!isMainMethod(method)) return (await context.backend).call(method, input)
  const call = mainCalls[method] as (context: CallContext, input: unknown, window: BrowserWindow | null) => unknown
  return okReply(JSON.stringify(await call(context, input, BrowserWindow.fromWebContents(event.sender))))
}
