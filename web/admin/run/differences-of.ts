import type { RunView } from '../api.ts'

/** How many records are not what the source has, as far as a reconciliation has come. */
export const differencesOf = ({ lacking, differing, missing }: RunView): number =>
  lacking + differing + (missing ?? 0)
