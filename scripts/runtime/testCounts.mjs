/** How often the tests that kill, damage and repeat do so while somebody waits for them. */
const quick = {
  BURR_KILL_CYCLES: '12',
  BURR_TEST_POWER_CUTS: '40',
  BURR_TEST_CONTROL_CUTS: '12',
  BURR_TEST_INSTANCES: '15',
  BURR_TEST_DISK_SIZES: '2',
  BURR_TEST_SNAPSHOT_KILLS: '4',
  BURR_TEST_ROUND_TRIPS: '2',
  BURR_TEST_SNAPSHOTS_WHILE_WRITING: '2',
  BURR_TEST_MIGRATION_KILLS: '2',
  BURR_TEST_INTERLEAVINGS: '40',
  BURR_TEST_BIT_FLIPS: '20',
  BURR_TEST_FUZZ: '5',
  BURR_TEST_OFFSETS: '2',
  BURR_TEST_HOSTILE_EVERY: '3',
  BURR_TEST_KEYS: '200000'
}

/** The counts of this run: the tests' own for CI and for `npm run test:long`, few otherwise; a variable that is set wins. */
export const testCounts = (env = process.env) => (env.CI === 'true' || env.BURR_LONG === '1' ? {} : Object.fromEntries(Object.entries(quick).filter(([name]) => env[name] === undefined)))
