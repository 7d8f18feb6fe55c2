/** Counts that stopped counting say so: "10,000+". */
import { consoleText } from '../../languages/console-text.ts'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { Capped } from '../api.ts'

export function useCapped(): (count: Capped) => string {
  const format = useFormat()
  return ({ n, more }) =>
    more ? consoleText('shell.more', { number: format.number(n) }) : format.number(n)
}
