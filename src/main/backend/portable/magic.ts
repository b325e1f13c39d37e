/** What every portable snapshot begins with. */
export const magic: Buffer = Buffer.from('BURRSNAP1\n', 'latin1')

/** What a file is called. */
export const extension = 'burrsnapshot'
