/** Puts a tool into the cache in one atomic step, so that a broken attempt leaves nothing behind. */
import fs from 'node:fs/promises'
import path from 'node:path'

interface Tool {
  /** Fills the folder, which is renamed afterwards: nothing in it may know its own path. */
  make: (folder: string) => Promise<void>
  /** Whether the tool in this folder can be used. */
  works: (folder: string) => Promise<boolean>
}

/**
 * @param home folder of the tool, outside the checkout
 * @throws whatever `make` throws, or Error when what it made does not work
 */
export async function intoCache(home: string, { make, works }: Tool): Promise<void> {
  await fs.mkdir(path.dirname(home), { recursive: true })
  const folder = await fs.mkdtemp(path.join(path.dirname(home), '.new-'))
  try {
    await make(folder)
    if (!(await works(folder))) throw new Error('the program does not run')
    // Somebody else may have been faster; theirs is as good as ours.
    await fs.rename(folder, home).catch(async (error: unknown) => {
      if (!(await works(home))) throw error
    })
  } finally {
    await fs.rm(folder, { recursive: true, force: true })
  }
}
