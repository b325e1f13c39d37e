/** A bar beneath a number that stands beside it in words; `share` is 0 to 1, `null` = not known. */
export function Bar({ share }: { share: number | null }) {
  return (
    <svg aria-hidden width="100%" height="3" viewBox="0 0 100 3" preserveAspectRatio="none" className="mt-0.5 block">
      <rect width="100" height="3" className="fill-pressed" />
      {share === null || share <= 0 ? null : <rect width={Math.max(0.5, share * 100)} height="3" className="fill-accent" />}
    </svg>
  )
}
