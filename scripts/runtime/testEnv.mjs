import { join } from 'node:path'

const leaks = /^(AWS_|BURR_|ELECTRON_RUN_AS_NODE$)/
const ours = /^BURR_(DESKTOP_|TEST_|LONG$|KILL_CYCLES$)/

/**
 * This process's environment without anything that could reach a real bucket: no AWS or Burr variable, and shared
 * configuration files that do not exist in `emptyFolder`.
 */
export const testEnv = (emptyFolder) => {
  const kept = Object.entries(process.env).filter(([name]) => !leaks.test(name) || ours.test(name))
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: join(emptyFolder, 'aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(emptyFolder, 'aws-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true'
  }
}
