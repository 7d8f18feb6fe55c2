/** What the global setup hands to every test file: `inject('postgres')` and the like. */
import 'vitest'

export interface ProvidedPostgres {
  superuserUrl: string
  passwords: { owner: string; app: string; worker: string; staff: string }
  /** Name of the migrated database that test files copy. */
  template: string
}

export interface ProvidedTemporal {
  address: string
  namespace: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: ProvidedPostgres
    temporal: ProvidedTemporal
    /** Removed when the run ends. */
    runFolder: string
  }
}
