import { describe, expect, it } from 'vitest'
import { forkSnippet, shellWord, testCaseCommand } from './snippets'

const saved = { storageDir: '/home/ü/.burr', project: 'p', appId: 'a "b"' }

describe('snippets', () => {
  it('quote every name for the shell', () => {
    expect([shellWord('chat-1.2'), shellWord('a b'), shellWord("it's $HOME"), shellWord('')]).toEqual(['chat-1.2', "'a b'", "'it'\\''s $HOME'", "''"])
    expect(testCaseCommand(saved, 3)).toBe(`burr-test-case create \\\n  --project-name p \\\n  --app-id 'a "b"' \\\n  --sequence-id 3 \\\n  --target-file-name 'a "b"_3.json'`)
  })

  it('fork behind a step, or begin where the run began', () => {
    const text = forkSnippet(saved, { sequenceId: 2 }, { entrypoint: 'ask', partitionKey: 'user_7' })
    expect(text).toContain('        fork_from_app_id="a \\"b\\"",\n        fork_from_partition_key="user_7",\n        fork_from_sequence_id=2,\n    )')
    expect(text).toContain('LocalTrackingClient(project="p", storage_dir="/home/ü/.burr")')
    expect(forkSnippet(saved, null, { entrypoint: 'ask', partitionKey: null })).not.toContain('fork_from')
  })
})
