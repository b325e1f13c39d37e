import { runCommand } from './cli'

// The exit code is set, not forced: what is still being written to a pipe is written to its end.
process.exitCode = await runCommand(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr, env: process.env })
