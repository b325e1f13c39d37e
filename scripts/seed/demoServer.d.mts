/** A filled S3 server in a child process. */
export interface DemoServer {
  readonly endpointUrl: string
  readonly bucket: string
  readonly runs: number
  readonly objects: number
  /** Ends the child and waits for its end. */
  readonly stop: () => Promise<void>
}

/** Starts and fills it; 400 runs, seed `burr`, live and a free port unless told otherwise. */
export const startDemoServer: (options?: { readonly runs?: number; readonly seed?: string; readonly live?: boolean; readonly port?: number }) => Promise<DemoServer>
