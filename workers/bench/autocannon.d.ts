/** The part of autocannon's interface that the benches use; the package ships no types. */
declare module 'autocannon' {
  export interface RequestParts {
    method?: string
    path?: string
    body?: string | Buffer
    headers?: Record<string, string>
  }
  export interface Options {
    url: string
    connections: number
    /** Seconds. */
    duration: number
    requests: { setupRequest(request: RequestParts): RequestParts }[]
  }
  export interface Result {
    '2xx': number
    non2xx: number
    errors: number
    timeouts: number
    /** Seconds. */
    duration: number
    /** Milliseconds. */
    latency: { p50: number; p99: number }
  }
  export default function autocannon(options: Options): PromiseLike<Result>
}
