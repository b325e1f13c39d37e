import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, npm } from '../runtime/command.mjs'
import { inRepo, repoRoot } from '../runtime/paths.mjs'
import { SetupError } from '../runtime/say.mjs'

/** Packages that are shipped as they are, and fonts, whose files no bundler sees as modules. */
const shippedWhole = ['better-sqlite3', 'bindings', 'file-uri-to-path', '@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono', 'tailwindcss']

const listed = (part) => {
  const file = inRepo('out', part, 'packages.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
}

const licenceFile = (folder) => readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).toSorted()[0]

const describe = (path) => {
  const folder = inRepo(path)
  const { name, version, license, licenses, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = licenceFile(folder)
  return {
    name,
    version,
    licence: typeof license === 'string' ? license : (license?.type ?? licenses?.[0]?.type ?? 'not stated'),
    homepage,
    text: file === undefined ? null : readFileSync(join(folder, file), 'utf8').trim()
  }
}

/** Every package whose code is in the app: name, version, licence and its text. Needs a build. */
export const shippedPackages = () => {
  const paths = new Set([...listed('main'), ...listed('renderer'), ...shippedWhole.map((name) => `node_modules/${name}`)])
  if (paths.size <= shippedWhole.length) throw new SetupError('The build does not say which packages it holds.', 'Build again: npm run build')
  return [...paths].map(describe).toSorted((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version))
}

const rule = '='.repeat(78)

/** Writes the licences of all that is shipped beside the build, from where the package takes them. Gives how many there are. */
export const writeLicences = () => {
  const packages = shippedPackages()
  const parts = packages.map(({ name, version, licence, homepage, text }) =>
    [rule, `${name} ${version}`, `Licence: ${licence}${homepage ? `\n${homepage}` : ''}`, '', text ?? 'The package holds no text of its licence.', ''].join('\n'))
  const head = `Burr Desktop is made with the following ${packages.length} packages. Electron, Chromium and Node have licences of their own, which lie beside the program.\n`
  writeFileSync(inRepo('out', 'THIRD-PARTY-LICENSES.txt'), [head, ...parts].join('\n'))
  return packages.length
}

/** Writes what is shipped as a CycloneDX list: npm's own, without the packages that only build the app. */
export const writeSbom = async (file, { electronVersion }) => {
  const { file: command, args } = npm('sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--loglevel=silent')
  const { code, stdout } = await capture(command, args, { cwd: repoRoot })
  if (code !== 0) throw new SetupError('npm could not list the packages.', 'Try: npm sbom --sbom-format cyclonedx')
  const bom = JSON.parse(stdout)
  const shipped = new Set(shippedPackages().map(({ name, version }) => `${name}@${version}`))
  const components = bom.components.filter(({ name, version }) => shipped.has(`${name}@${version}`))
  components.push({ type: 'framework', 'bom-ref': `electron@${electronVersion}`, name: 'electron', version: electronVersion, purl: `pkg:npm/electron@${electronVersion}`, licenses: [{ license: { id: 'MIT' } }] })
  const refs = new Set([bom.metadata.component['bom-ref'], ...components.map((each) => each['bom-ref'])])
  const dependencies = (bom.dependencies ?? []).filter(({ ref }) => refs.has(ref)).map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }))
  bom.metadata.component.name = 'burr-desktop'
  writeFileSync(file, `${JSON.stringify({ ...bom, components, dependencies }, null, 2)}\n`)
  return components.length
}
