/** A prepared Electron: absolute paths, and the variables by which tools find it. */
export interface ElectronRuntime {
  readonly kind: 'official' | 'registry'
  readonly version: string
  readonly dist: string
  readonly executable: string
  readonly env: { readonly ELECTRON_OVERRIDE_DIST_PATH: string; readonly ELECTRON_EXEC_PATH: string }
}

/** The prepared Electron; throws where `npm run prepare-machine` has not run yet. */
export declare const electronRuntime: () => ElectronRuntime

/** The prepared Electron, or undefined before `npm run prepare-machine` has run. */
export declare const preparedElectron: () => ElectronRuntime | undefined
