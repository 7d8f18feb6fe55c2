import { describe, expect, test } from 'vitest'
import { countReport, filesToRepeat, withRepeated } from './count-report.ts'

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  message: '',
  assertionResults: tests.map((each) => ({ fullName: `it ${each}`, status: each })),
})

test('passed and failed tests are counted as they are', () => {
  const report = { testResults: [file('failed', 'passed', 'failed'), file('passed', 'passed')] }
  expect(countReport(report, 1)).toEqual({ passed: 2, failed: 1, notes: [] })
})

test.each(['skipped', 'todo', 'pending'])('a test that is %s counts as failed', (status) => {
  const { passed, failed, notes } = countReport(
    { testResults: [file('passed', 'passed', status)] },
    0,
  )
  expect({ passed, failed }).toEqual({ passed: 1, failed: 1 })
  expect(notes).toEqual([`${status} counts as failed: it ${status}`])
})

test('a file that could not be loaded counts as one failure', () => {
  expect(countReport({ testResults: [file('failed')] }, 1)).toEqual({
    passed: 0,
    failed: 1,
    notes: ['could not run: a.test.ts'],
  })
})

test('a run without tests is a failure', () => {
  expect(countReport({ testResults: [] }, 0)).toEqual({
    passed: 0,
    failed: 1,
    notes: ['no test ran'],
  })
})

test('a missing report is a failure', () => {
  expect(countReport(undefined, 1).failed).toBe(1)
})

test('an exit code that no failed test explains is a failure', () => {
  const { failed, notes } = countReport({ testResults: [file('passed', 'passed')] }, 1)
  expect(failed).toBe(1)
  expect(notes).toEqual(['Vitest ended with exit code 1'])
})

describe('a second run', () => {
  const named = (name: string, status: string) => ({ ...file(status, status), name })
  const browserFile = (name: string, status: string) => named(`${name}.e2e.ts`, status)

  test('is given to the browser tests that failed', () => {
    const testResults = [browserFile('a', 'passed'), browserFile('b', 'failed')]
    expect(filesToRepeat({ testResults })).toEqual(['b.e2e.ts'])
  })

  test.each([
    ['when another test failed', [browserFile('a', 'failed'), named('b.int.test.ts', 'failed')]],
    ['when many failed', ['a', 'b', 'c', 'd'].map((name) => browserFile(name, 'failed'))],
    ['without a report', undefined],
  ])('is not given %s', (_, testResults) => {
    expect(filesToRepeat({ testResults })).toEqual([])
  })

  test('takes the place of the first, and what needed it is named', () => {
    const first = { testResults: [browserFile('a', 'passed'), browserFile('b', 'failed')] }
    const { report, notes } = withRepeated(first, { testResults: [browserFile('b', 'passed')] })
    expect(countReport(report, 0)).toEqual({ passed: 2, failed: 0, notes: [] })
    expect(notes).toEqual(['unsteady, passed only when it was run again: b.e2e.ts'])
  })

  test('that fails as well is a failure', () => {
    const first = { testResults: [browserFile('b', 'failed')] }
    const { report, notes } = withRepeated(first, first)
    expect(countReport(report, 1).failed).toBe(1)
    expect(notes).toEqual([])
  })
})
