/** What Python prints when the warehouse does not answer in time. */
export function pythonTraceback(attempt: number): string {
  return [
    'Traceback (most recent call last):',
    '  File "/app/.venv/lib/python3.12/site-packages/burr/core/application.py", line 562, in _step',
    '    result, new_state = _run_function(next_action, self._state, inputs)',
    '  File "/app/checks/actions.py", line 88, in check',
    '    report = warehouse.count_missing(rows=state["rows"])',
    '  File "/app/checks/warehouse.py", line 31, in count_missing',
    '    raise TimeoutError(f"no answer within {limit} s (attempt {attempt})")',
    `TimeoutError: no answer within 1.0 s (attempt ${attempt})`,
    ''
  ].join('\n')
}
