import { Database } from 'lucide-react'
import { navigate } from '../navigation'
import { chooseFile, openSample } from '../queries/portable'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/emptyState'

/** What is seen before a bucket is chosen. */
export function Welcome() {
  return (
    <EmptyState
      icon={Database}
      title="Debug Burr runs that live in S3"
      action={
        <>
          <Button look="primary" onClick={() => navigate({ screen: 'settings' })}>Connect to a bucket</Button>
          <Button onClick={() => void openSample()}>Look around with sample data</Button>
          <Button look="quiet" onClick={() => void chooseFile('file')}>Open a file…</Button>
        </>
      }
    >
      Choose an AWS profile and the bucket your tracker writes to. Runs are indexed on this computer, and nothing leaves it. A file from a colleague opens without either.
    </EmptyState>
  )
}
