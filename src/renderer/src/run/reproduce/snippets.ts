import type { SavedFolders } from '@shared/contract/reproduce'
import type { StepKey } from '@shared/model/step'

/** A word as a POSIX shell takes it. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** A text as Python takes it: JSON's escapes are Python's too. */
const python = (text: string): string => JSON.stringify(text)

/** The command of Burr that makes a test case; it reads Burr's own storage directory only. */
export function testCaseCommand({ project, appId }: Pick<SavedFolders, 'project' | 'appId'>, sequenceId: number): string {
  return [
    'burr-test-case create \\',
    `  --project-name ${shellWord(project)} \\`,
    `  --app-id ${shellWord(appId)} \\`,
    `  --sequence-id ${sequenceId} \\`,
    `  --target-file-name ${shellWord(`${appId}_${sequenceId}.json`)}`
  ].join('\n')
}

/** Where a fork begins: behind a step, or (`null`) at the entrypoint, as the run itself did. */
export type ForkFrom = Pick<StepKey, 'sequenceId'> | null

/** Python that goes on with a saved run behind a step, as a fork of it. */
export function forkSnippet(saved: Pick<SavedFolders, 'storageDir' | 'project' | 'appId'>, from: ForkFrom, { entrypoint, partitionKey }: { readonly entrypoint: string | null; readonly partitionKey: string | null }): string {
  const fork = from === null ? [] : [
    `        fork_from_app_id=${python(saved.appId)},`,
    ...(partitionKey === null ? [] : [`        fork_from_partition_key=${python(partitionKey)},`]),
    `        fork_from_sequence_id=${from.sequenceId},`
  ]
  return [
    'from burr.core import ApplicationBuilder',
    'from burr.tracking import LocalTrackingClient',
    '',
    `tracker = LocalTrackingClient(project=${python(saved.project)}, storage_dir=${python(saved.storageDir)})`,
    'app = (',
    '    ApplicationBuilder()',
    '    .with_graph(graph)  # TODO: your own graph, with the same actions and transitions',
    '    .initialize_from(',
    '        tracker,',
    '        resume_at_next_action=True,',
    '        default_state={},  # TODO: the state your application starts with',
    `        default_entrypoint=${python(entrypoint ?? 'TODO')},`,
    ...fork,
    '    )',
    '    .with_tracker(tracker)',
    '    .build()',
    ')',
    'action, result, state = app.step(inputs={})  # TODO: the inputs of the step'
  ].join('\n')
}
