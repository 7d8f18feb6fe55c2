/** The sandbox's control routes as JSON. What a system refuses in its state is an answer, not a fault. */
export interface Control {
  get(path: string): Promise<unknown>
  /** Null: refused, e.g. a void invoice cannot be paid. */
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<unknown>
}

const REFUSALS = [400, 404, 409]

export function createControl(sandboxUrl: string): Control {
  const ask = async (method: string, path: string, body?: object): Promise<Response> => {
    const request = {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }
    // On a busy machine an idle connection may be closed in the very moment in which it is used again.
    const send = (): Promise<Response> => fetch(`${sandboxUrl}/control${path}`, request)
    return send().catch(send)
  }
  return {
    async get(path) {
      return read(await ask('GET', path), path)
    },
    async send(method, path, body) {
      const response = await ask(method, path, body)
      if (!REFUSALS.includes(response.status)) return read(response, path)
      await response.body?.cancel()
      return null
    },
  }
}

async function read(response: Response, path: string): Promise<unknown> {
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} of the sandbox answered ${response.status}: ${text}`)
  return JSON.parse(text)
}
