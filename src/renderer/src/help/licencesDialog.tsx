import { useQuery } from '@tanstack/react-query'
import { licencesQuery } from '../queries/help'
import { Dialog } from '../ui/dialog'
import { ErrorState } from '../ui/errorState'

/** The licences of what the program is made with. */
export function LicencesDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useQuery(licencesQuery())
  return (
    <Dialog title="Licences" onClose={onClose} className="w-200 max-w-[92vw]">
      {error !== null ? (
        <ErrorState title="The licences cannot be read" error={error} onRetry={() => void refetch()} />
      ) : (
        <textarea
          readOnly
          data-autofocus=""
          aria-label="Licences of the packages"
          className="m-4 h-[56vh] overflow-auto rounded-md border bg-panel p-3 font-mono text-xs resize-none"
          value={data === '' ? 'Burr Desktop is licensed under the Apache License 2.0. The list of packages is made when the program is packaged (npm run package); this one was not.' : (data ?? '')}
        />
      )}
    </Dialog>
  )
}
