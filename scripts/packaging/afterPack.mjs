import { chmodSync, copyFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion } from '@electron/fuses'
import { inRepo } from '../runtime/paths.mjs'

/** The switches burnt into the packaged binary: it runs this app from its archive and nothing else. */
export const fusesFor = (platform) => ({
  version: FuseVersion.V1,
  resetAdHocDarwinSignature: platform === 'darwin',
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Electron checks the archive against a hash on these two platforms only.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform === 'darwin' || platform === 'win32',
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false
})

/** On Linux a small script stands before the binary, so that commands run where there is no display. */
const putLauncherInFront = (folder, name) => {
  const launcher = join(folder, name)
  renameSync(launcher, `${launcher}-bin`)
  copyFileSync(inRepo('scripts', 'packaging', 'launcher.sh'), launcher)
  chmodSync(launcher, 0o755)
}

/** Called by electron-builder when the app's folder is complete and not yet signed. */
export default async (context) => {
  const { appOutDir, electronPlatformName, packager } = context
  // The loader of an unpackaged Electron has no work in a packaged one.
  rmSync(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true })
  await packager.addElectronFuses(context, fusesFor(electronPlatformName))
  if (electronPlatformName === 'linux') putLauncherInFront(appOutDir, packager.executableName)
}
