/** A thin bar; `share` from 0 to 1, `null` = nobody knows how long it takes. */
export function ProgressBar({ label, share }: { label: string; share: number | null }) {
  return (
    <progress
      aria-label={label}
      {...(share === null ? {} : { value: Math.min(1, share) })}
      className="h-1.5 w-28 shrink-0 appearance-none overflow-hidden rounded-full bg-pressed [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-running"
    />
  )
}
