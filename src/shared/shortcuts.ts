/** One thing a person can ask for by key or in the palette. `mod` is Ctrl, or ⌘ on a Mac. */
export interface Shortcut {
  readonly id: string
  readonly title: string
  readonly section: 'File' | 'Go to' | 'Window' | 'Bucket' | 'Lists' | 'Run' | 'Help'
  /** Chords, any of which works; the first is the one that is shown. Empty = palette only. */
  readonly chords: readonly string[]
  /** Handled by the list that has focus, so it stands on the sheet and not in the palette. */
  readonly onSheetOnly?: true
}

/** Every action with its shortcut: the program's menu, the palette, the sheet and the key handler read this table and nothing else. */
export const shortcuts = [
  { id: 'palette.open', title: 'Open the command palette', section: 'Window', chords: ['mod+k', 'mod+p'] },
  { id: 'sheet.open', title: 'Show keyboard shortcuts', section: 'Window', chords: ['?'] },
  { id: 'time.zone', title: 'Show times in the next zone: here, UTC, the producer’s', section: 'Window', chords: ['mod+shift+u'] },
  { id: 'time.style', title: 'Show ages or dates', section: 'Window', chords: ['mod+shift+d'] },
  { id: 'sidebar.toggle', title: 'Show or hide the sidebar', section: 'Window', chords: ['mod+b'] },
  { id: 'theme.light', title: 'Use the light theme', section: 'Window', chords: [] },
  { id: 'theme.dark', title: 'Use the dark theme', section: 'Window', chords: [] },
  { id: 'theme.contrast', title: 'Use the high contrast theme', section: 'Window', chords: [] },
  { id: 'theme.system', title: 'Use the theme of the system', section: 'Window', chords: [] },
  { id: 'file.open', title: 'Open a file…', section: 'File', chords: ['mod+o'] },
  { id: 'file.openFolder', title: 'Open a folder of Burr’s local tracker…', section: 'File', chords: [] },
  { id: 'file.sample', title: 'Look around with sample data', section: 'File', chords: [] },
  { id: 'file.export', title: 'Export the runs on screen into a file…', section: 'File', chords: ['mod+shift+s'] },
  { id: 'file.close', title: 'Close the opened file', section: 'File', chords: [] },
  { id: 'go.back', title: 'Go back', section: 'Go to', chords: ['alt+arrowleft'] },
  { id: 'go.forward', title: 'Go forward', section: 'Go to', chords: ['alt+arrowright'] },
  { id: 'go.up', title: 'Go up one level', section: 'Go to', chords: ['escape'] },
  { id: 'go.projects', title: 'Projects', section: 'Go to', chords: ['mod+1'] },
  { id: 'go.activity', title: 'Activity', section: 'Go to', chords: ['mod+2'] },
  { id: 'go.search', title: 'Search in all runs', section: 'Go to', chords: ['mod+shift+f'] },
  { id: 'go.annotations', title: 'Annotations', section: 'Go to', chords: ['mod+3'] },
  { id: 'go.snapshots', title: 'Snapshots', section: 'Go to', chords: ['mod+4'] },
  { id: 'go.settings', title: 'Settings', section: 'Go to', chords: ['mod+,'] },
  { id: 'poll.now', title: 'Poll the bucket now', section: 'Bucket', chords: ['mod+r', 'f5'] },
  { id: 'poll.pause', title: 'Pause or resume polling', section: 'Bucket', chords: [] },
  { id: 'offline.keep', title: 'Keep this run or list offline', section: 'Bucket', chords: ['mod+shift+k'] },
  { id: 'poll.verify', title: 'Verify the index against the bucket', section: 'Bucket', chords: [] },
  { id: 'bringIn.open', title: 'Choose what to bring in', section: 'Bucket', chords: [] },
  { id: 'snapshots.publish', title: 'Publish a snapshot now', section: 'Bucket', chords: [] },
  { id: 'snapshots.cancel', title: 'Stop publishing or restoring', section: 'Bucket', chords: [] },
  { id: 'list.move', title: 'Move the selection', section: 'Lists', chords: ['arrowdown', 'arrowup', 'j', 'k'], onSheetOnly: true },
  { id: 'list.page', title: 'Move by a page', section: 'Lists', chords: ['pagedown', 'pageup'], onSheetOnly: true },
  { id: 'list.ends', title: 'First and last row', section: 'Lists', chords: ['home', 'end'], onSheetOnly: true },
  { id: 'list.open', title: 'Open the selected row', section: 'Lists', chords: ['enter'], onSheetOnly: true },
  { id: 'list.peek', title: 'Peek at the selected run', section: 'Lists', chords: ['space'], onSheetOnly: true },
  { id: 'runs.filter', title: 'Filter the runs', section: 'Lists', chords: ['/'] },
  { id: 'runs.tree', title: 'Fold or unfold families of runs', section: 'Lists', chords: ['t'] },
  { id: 'runs.neverStepped', title: 'Show or hide runs without steps', section: 'Lists', chords: ['h'] },
  { id: 'runs.top', title: 'Go to the newest run', section: 'Lists', chords: ['n'] },
  { id: 'run.next', title: 'Next run of the list', section: 'Run', chords: [']'] },
  { id: 'run.previous', title: 'Previous run of the list', section: 'Run', chords: ['['] },
  { id: 'run.nextError', title: 'Next failed step', section: 'Run', chords: ['e'] },
  { id: 'run.previousError', title: 'Previous failed step', section: 'Run', chords: ['shift+e'] },
  { id: 'run.find', title: 'Find in the run', section: 'Run', chords: ['mod+f'] },
  { id: 'run.findNext', title: 'Next place found', section: 'Run', chords: ['f3'] },
  { id: 'run.findPrevious', title: 'Previous place found', section: 'Run', chords: ['shift+f3'] },
  { id: 'run.play', title: 'Play the steps, or stop', section: 'Run', chords: ['p'] },
  { id: 'run.follow', title: 'Follow the newest step, or stop', section: 'Run', chords: ['f'] },
  { id: 'run.inspector', title: 'Show or hide the panel beside the steps', section: 'Run', chords: ['i'] },
  { id: 'state.base', title: 'Compare with the selected step: pin it as base', section: 'Run', chords: ['b'] },
  { id: 'state.noBase', title: 'Compare with the step before', section: 'Run', chords: ['shift+b'] },
  { id: 'state.forkBase', title: 'Compare with where the run was forked', section: 'Run', chords: [] },
  { id: 'state.changes', title: 'Previous and next change, in the history of a field', section: 'Run', chords: ['[', ']'], onSheetOnly: true },
  { id: 'run.diff', title: 'Show what the step changed', section: 'Run', chords: ['d'] },
  { id: 'run.graph', title: 'Show the graph', section: 'Run', chords: ['g'] },
  { id: 'run.code', title: 'Show the code of the action', section: 'Run', chords: ['c'] },
  { id: 'annotate.open', title: 'Annotate the selected step', section: 'Run', chords: ['a'] },
  { id: 'annotate.up', title: 'Rate the selected step thumbs up', section: 'Run', chords: ['1'] },
  { id: 'annotate.down', title: 'Rate the selected step thumbs down', section: 'Run', chords: ['2'] },
  { id: 'run.copyLink', title: 'Copy a link to the step', section: 'Run', chords: ['mod+shift+l'] },
  { id: 'run.copyId', title: 'Copy the app id', section: 'Run', chords: ['mod+shift+c'] },
  { id: 'help.docs', title: 'Burr’s documentation', section: 'Help', chords: [] },
  { id: 'help.examples', title: 'Burr’s examples', section: 'Help', chords: [] },
  { id: 'help.source', title: 'Burr’s source', section: 'Help', chords: [] },
  { id: 'help.discussions', title: 'Ask the people who use Burr', section: 'Help', chords: [] },
  { id: 'help.discord', title: 'Chat with the people who use Burr', section: 'Help', chords: [] },
  { id: 'help.report', title: 'Make a report for whoever helps you', section: 'Help', chords: [] },
  { id: 'help.licences', title: 'Show the licences', section: 'Help', chords: [] }
] as const satisfies readonly Shortcut[]

/** The id of an action of {@link shortcuts}. */
export type ActionId = (typeof shortcuts)[number]['id']

/** The table with its entries' common type, for whoever reads it. */
export const shortcutTable: readonly (Shortcut & { readonly id: ActionId })[] = shortcuts
