/**
 * Counts a run from Vitest's JSON report. Whatever did not pass counts as failed: a skipped test, a file that
 * could not be loaded, a run without tests, and services that did not start.
 */
import { z } from 'zod'

/** A pause of a busy machine can make a browser test fail once; more than this many are no accident. */
const MOST_REPEATED = 3

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

export interface Count {
  passed: number
  failed: number
  /** One line for each thing that failed without being a failed test. */
  notes: string[]
}

type Report = z.infer<typeof reportSchema>

/** Files of browser tests to run again by themselves; none when anything else failed, or too much of it. */
export function filesToRepeat(report: unknown): string[] {
  const { data } = reportSchema.safeParse(report)
  const failed = (data?.testResults ?? []).filter(({ status }) => status !== 'passed')
  const areBrowserTests = failed.every(({ name }) => name.endsWith('.e2e.ts'))
  return areBrowserTests && failed.length <= MOST_REPEATED ? failed.map(({ name }) => name) : []
}

/** The report with what the second run found in place of the first; every file that needed one is named. */
export function withRepeated(first: unknown, second: unknown): { report: Report; notes: string[] } {
  const [before, after] = [reportSchema.parse(first), reportSchema.parse(second)]
  const repeated = new Map(after.testResults.map((file) => [file.name, file]))
  const notes = [...repeated.values()]
    .filter(({ status }) => status === 'passed')
    .map(({ name }) => `unsteady, passed only when it was run again: ${name}`)
  const testResults = before.testResults.map((file) => repeated.get(file.name) ?? file)
  return { report: { testResults }, notes }
}

/** `report` is the parsed JSON, undefined when Vitest wrote none; `exitCode` is Vitest's own. */
export function countReport(report: unknown, exitCode: number): Count {
  const count: Count = { passed: 0, failed: 0, notes: [] }
  const parsed = reportSchema.safeParse(report)
  for (const file of parsed.success ? parsed.data.testResults : []) {
    const before = count.failed
    for (const test of file.assertionResults) {
      if (test.status === 'passed') count.passed++
      else count.failed++
      if (!['passed', 'failed'].includes(test.status)) {
        count.notes.push(`${test.status} counts as failed: ${test.fullName}`)
      }
    }
    if (file.status !== 'passed' && count.failed === before) {
      count.failed++
      count.notes.push(`could not run: ${file.name}`)
    }
  }
  if (count.failed === 0 && (exitCode !== 0 || count.passed === 0)) {
    count.failed++
    count.notes.push(count.passed === 0 ? 'no test ran' : `Vitest ended with exit code ${exitCode}`)
  }
  return count
}
