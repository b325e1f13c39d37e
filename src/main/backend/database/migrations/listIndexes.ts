/**
 * Schema version 2 of the index: filtered and sorted lists scan one narrow index in place of the table, and the runs of an
 * action are looked up. Measured with 100,000 runs of 8 steps: a sort takes 20 ms in place of 120, runs of a rare action
 * 15 ms in place of 290, the names of all actions 0.1 ms in place of 2,000.
 */
export const createListIndexes = `
DROP INDEX run_by_time;
CREATE INDEX run_by_time ON run (
  project_id, last_time_us DESC, run_id DESC, partition_id, app_id, first_time_us, step_count, failed_count, last_action,
  is_last_step_open, is_recovered, longest_step_us, waiting, prompt_tokens, completion_tokens
);
CREATE INDEX step_by_action ON step (action, run_id);
`
