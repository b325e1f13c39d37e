import { copyFileSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { installDebianPackages } from '../runtime/debian.mjs'
import { inRepo } from '../runtime/paths.mjs'

const { Installer, transformVersion } = createRequire(import.meta.url)('electron-installer-debian')

/** Debian's name of this machine's architecture. */
const debianArch = { x64: 'amd64', arm64: 'arm64', arm: 'armhf' }[process.arch]

const manifest = () => JSON.parse(readFileSync(inRepo('package.json'), 'utf8'))

const icons = () =>
  Object.fromEntries(readdirSync(inRepo('resources', 'icons')).map((file) => [file.replace('.png', ''), inRepo('resources', 'icons', file)]))

/** The installer's package with the one thing it does not know: a file type of our own, which the desktop opens with us. */
class Package extends Installer {
  get contentFunctions() {
    return [...super.contentFunctions, 'copyFileType']
  }

  async copyLicense(copyrightFile) {
    copyFileSync(inRepo('LICENSE'), copyrightFile)
  }

  async copyFileType() {
    const folder = join(this.stagingDir, this.baseAppDir, 'share', 'mime', 'packages')
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    copyFileSync(inRepo('scripts', 'packaging', 'burr-desktop.mime.xml'), join(folder, 'burr-desktop.xml'))
  }
}

const optionsFor = ({ src, dest }) => {
  const { version, description, author } = manifest()
  return {
    src,
    dest,
    arch: debianArch,
    name: 'burr-desktop',
    productName: 'Burr Desktop',
    genericName: 'Debugger',
    version: transformVersion(version),
    description,
    productDescription:
      'Reads the runs that Burr’s S3TrackingClient writes into a bucket, keeps them in an index on this computer and shows where and why they went wrong, with or without a network.',
    maintainer: `${author} <burr-desktop@localhost>`,
    section: 'devel',
    bin: 'burr-desktop',
    // What the installer's own list for this Electron leaves out.
    depends: ['libasound2t64 | libasound2'],
    categories: ['Development', 'Debugger'],
    mimeType: ['application/x-burrsnapshot', 'x-scheme-handler/burr-desktop'],
    icon: icons(),
    // xz takes minutes where zstd takes seconds; every dpkg since Debian 12 reads it.
    compression: 'zstd',
    lintianOverrides: ['embedded-library', 'unstripped-binary-or-object'],
    logger: () => {}
  }
}

/** Makes the Debian package of an unpacked app: `src` the app's folder, `dest` where the file goes. Gives the file's path. */
export const makeDeb = async ({ src, dest }) => {
  await installDebianPackages(['fakeroot'], 'making a .deb needs')
  // The installer copies modes as they are, and Debian wants these.
  const mask = process.umask(0o022)
  try {
    const data = optionsFor({ src, dest })
    const made = new Package({ ...data, rename: (folder) => join(folder, '<%= name %>_<%= version %>_<%= arch %>.deb') })
    await made.generateDefaults()
    await made.generateOptions()
    await made.createStagingDir()
    await made.createContents()
    await made.createPackage()
    await made.movePackage()
    return join(dest, `burr-desktop_${data.version}_${debianArch}.deb`)
  } finally {
    process.umask(mask)
  }
}
