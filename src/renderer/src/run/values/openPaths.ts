import { createContext, useContext, useState } from 'react'

/** Which containers of value trees a person opened or closed, by path; it outlives the step that is shown. */
export const OpenPaths = createContext<Map<string, boolean>>(new Map())

/** Whether a container is open, as it was last left; `initial` when it was never touched. */
export function useOpenPath(path: string, initial: boolean): [boolean, (isOpen: boolean) => void] {
  const paths = useContext(OpenPaths)
  const [touched, setTouched] = useState(() => paths.get(path))
  const set = (isOpen: boolean): void => {
    paths.set(path, isOpen)
    setTouched(isOpen)
  }
  return [touched ?? initial, set]
}
