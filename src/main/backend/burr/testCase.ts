import { parseExact } from '@shared/exactJson/tree'
import type { ExactObject, ExactValue } from '@shared/exactJson/tree'
import { printExact } from '@shared/exactJson/write'

/** One case: states are the JSON text that was logged, `null` = not known. */
export interface Case {
  readonly action: string
  readonly appId: string
  readonly sequenceId: number
  readonly inputText: string | null
  readonly expectedText: string | null
}

const toFillIn: ExactObject = { kind: 'object', members: [{ key: 'TODO:', value: 'fill this in' }] }

/** The name `burr-test-case` gives a case. */
export function caseName({ action, appId, sequenceId }: Pick<Case, 'action' | 'appId' | 'sequenceId'>): string {
  return `${action}_${Array.from(appId).slice(0, 8).join('')}_${sequenceId}`
}

/** The file `burr-test-case create` writes, to the byte: names that begin with `__` left out, a state that is not known as its marker. */
export function testCaseText(one: Case): string {
  const members = [
    { key: 'action', value: one.action },
    { key: 'name', value: caseName(one) },
    { key: 'input_state', value: stateOf(one.inputText) },
    { key: 'expected_state', value: stateOf(one.expectedText) }
  ]
  return printExact([{ kind: 'object', members }], { indent: 2, asciiOnly: true })
}

function stateOf(text: string | null): ExactValue {
  const document = text === null ? null : parseExact(text)
  if (document?.ok !== true || !isObject(document.value)) return toFillIn
  return { kind: 'object', members: document.value.members.filter(({ key }) => !key.startsWith('__')) }
}

function isObject(value: ExactValue): value is ExactObject {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'object'
}

/** A test for pytest that runs the cases of a file; the import of the action is left to the reader. */
export function pytestText(action: string, fileName: string): string {
  const name = action.replace(/\W/g, '_')
  return `import pytest
from burr.core import State
from burr.testing import pytest_generate_tests  # noqa: F401

# TODO: import the action from your application, for example
# from my_application import ${/^[A-Za-z_]\w*$/.test(action) ? action : `${name}  # it is called ${JSON.stringify(action)}`}


@pytest.mark.file_name(${JSON.stringify(fileName)})
def test_${name}(input_state, expected_state):
    input_state = State.deserialize(input_state)
    expected_state = State.deserialize(expected_state)
    # A function-based action gives its result and the new state. Inputs of the step go in by name.
    _, output_state = ${/^[A-Za-z_]\w*$/.test(action) ? action : name}(input_state)
    assert output_state.get_all() == expected_state.get_all()
`
}
