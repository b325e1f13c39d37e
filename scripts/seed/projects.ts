import { dataQuality } from './projects/dataQuality'
import { invoiceExtraction } from './projects/invoiceExtraction'
import { legacyImport } from './projects/legacyImport'
import { nightlyEval } from './projects/nightlyEval'
import { researchAgent } from './projects/researchAgent'
import { streamingChat } from './projects/streamingChat'
import { supportBot } from './projects/supportBot'
import { ticketRouter } from './projects/ticketRouter'
import type { Project } from './scene'

/** The projects of the generated bucket. */
export const projects: readonly Project[] = [supportBot, researchAgent, invoiceExtraction, streamingChat, ticketRouter, nightlyEval, dataQuality, legacyImport]
