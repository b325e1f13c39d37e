import { createContext } from 'react'

/** The value that a tree marks and brings into view, as `pathText` writes its place; `null` = none. */
export const MarkedPathContext = createContext<string | null>(null)
