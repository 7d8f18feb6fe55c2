/** Sends requests, holds each answer against the descriptions, and keeps count. */
import type { Description } from './description.ts'
import type { Hold, Request, Send } from './provider.ts'

export interface Report {
  /** Answers by described route. */
  checked: Map<string, number>
  faults: string[]
  /** Routes that are served and were never asked. */
  unasked: string[]
}

export interface Recorder {
  sender(base: string): Send
  hold: Hold
  report(routes: readonly string[]): Report
}

export function createRecorder(descriptions: readonly Description[]): Recorder {
  const checked = new Map<string, number>()
  const faults: string[] = []

  const holdAnswer = (request: Request, status: number, body: unknown): void => {
    const { method, path, expect } = request
    const asked = `${method} ${path}`
    if (status !== expect) faults.push(`${asked} answered ${String(status)}, not ${String(expect)}`)
    const [pathname = ''] = path.split('?')
    const found = descriptions.map((description) => description.find(method, pathname))
    const described = found.find((candidate) => candidate !== null)
    if (!described) {
      faults.push(`${asked} is on no described route`)
      return
    }
    const route = `${method} ${described.path}`
    checked.set(route, (checked.get(route) ?? 0) + 1)
    for (const fault of described.validate(status, body)) {
      faults.push(`${asked} (${String(status)}): ${fault}`)
    }
  }

  const hold: Hold = (schema, value, where) => {
    const found = descriptions.map((description) => description.check(schema, value))
    const faultsFound = found.find((candidate) => candidate !== null)
    if (!faultsFound) faults.push(`${where}: no schema is named ${schema}`)
    const name = `${schema} in events`
    checked.set(name, (checked.get(name) ?? 0) + 1)
    for (const fault of faultsFound ?? []) faults.push(`${schema} of ${where}: ${fault}`)
  }

  return {
    hold,
    sender: (base) => async (request) => {
      const { method, path, headers = {}, body } = request
      const init = body === undefined ? { method, headers } : { method, headers, body }
      const response = await fetch(base + path, { ...init, redirect: 'manual' })
      const answer: unknown = await response.json()
      holdAnswer(request, response.status, answer)
      return answer
    },
    report: (routes) => ({
      checked,
      faults,
      unasked: routes.filter((route) => !checked.has(route)),
    }),
  }
}
