/** What every browser test stands on: a browser, and a stack with a database of its own. */
import { afterAll, beforeAll, inject } from 'vitest'
import type { Browser } from 'playwright-core'
import { createTestDatabase } from '#db/testing/database.ts'
import { openBrowser } from '#workers/dev/testing/open-browser.ts'
import { prepareStack } from './stack/prepared-stack.ts'
import { startStack, type Stack } from './stack/stack.ts'
import { visit, type VisitOptions, type Visitor } from './visitor.ts'

export interface Scene {
  readonly browser: Browser
  readonly stack: Stack
  visit(options: VisitOptions): Promise<Visitor>
}

/** Call it once at the top of a file; what it returns can be used from the first test on. */
export interface SceneOptions {
  replicas?: number
  /** How browsers call the portal; an address unless told, and no passkey is made for one. */
  host?: 'localhost'
  /** With the customers that `npm start` has. */
  demo?: boolean
}

export function useScene({ replicas = 1, demo = false, host }: SceneOptions = {}): Scene {
  let running: { browser: Browser; stack: Stack } | undefined
  const undo: (() => Promise<void>)[] = []
  beforeAll(async () => {
    const prepared = demo ? undefined : await prepareStack()
    const database = await createTestDatabase(prepared?.template)
    undo.push(() => database.drop())
    const [browser, stack] = await Promise.all([
      openBrowser(),
      startStack({
        ...{ database, replicas, demo, temporal: inject('temporal') },
        ...(host === undefined ? {} : { host }),
        ...(prepared && { prepared }),
      }),
    ])
    undo.push(stack.close, () => browser.close())
    running = { browser, stack }
  })
  afterAll(async () => {
    for (const step of undo.reverse()) await step()
  })
  const get = (): { browser: Browser; stack: Stack } => {
    if (!running) throw new Error('The scene is not set before the first test.')
    return running
  }
  return {
    get browser() {
      return get().browser
    },
    get stack() {
      return get().stack
    },
    visit: (options) => visit(get().browser, get().stack, options),
  }
}
