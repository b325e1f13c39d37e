import { createContext, useContext } from 'react'

/** The offset from UTC, in minutes, of the clock that wrote what is shown below here; `null` = not known. */
export const ProducerClock = createContext<number | null>(null)

/** The offset of {@link ProducerClock}. */
export const useProducerOffset = (): number | null => useContext(ProducerClock)
