import { Database } from 'lucide-react'
import { navigate } from '../navigation'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/emptyState'

/** What is seen before a bucket is chosen. */
export function Welcome() {
  return (
    <EmptyState
      icon={Database}
      title="Debug Burr runs that live in S3"
      action={<Button look="primary" onClick={() => navigate({ screen: 'settings' })}>Connect to a bucket</Button>}
    >
      Choose an AWS profile and the bucket your tracker writes to. Runs are indexed on this computer, and nothing leaves it.
    </EmptyState>
  )
}
