import { config } from 'zod'

// Under the content policy code from text is refused; asking for it would only fill the console. Before any schema is made.
config({ jitless: true })
