import { ScreenHeader } from '../ui/screenHeader'

/** The runs screen. */
export function RunsScreen({ project }: { project: string; partitionKey: string | null | undefined; includeNeverStepped: boolean }) {
  return <ScreenHeader title={project} />
}
