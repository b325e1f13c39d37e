import { invoiceExtraction } from './projects/invoiceExtraction'
import { researchAgent } from './projects/researchAgent'
import { supportBot } from './projects/supportBot'
import type { Project } from './scene'

/** The projects of the generated bucket. */
export const projects: readonly Project[] = [supportBot, researchAgent, invoiceExtraction]
