/**
 * The connection to Temporal and how it ends: a call that is tried again after the channel was closed would throw
 * where nobody can catch it, so closing stops the tries first and waits for what is under way.
 */
import {
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type ConnectionOptions,
} from '@temporalio/client'

export interface Channel {
  connection: Connection
  /** Runs a call that closing waits for. @param withinMs fails after that; the deadline unless told */
  call<T>(work: () => Promise<T>, withinMs?: number): Promise<T>
  close(): Promise<void>
}

/** @param deadlineMs of a call, which closing waits for at most as well */
export function openChannel(options: ConnectionOptions, deadlineMs: number): Channel {
  const retry = defaultGrpcRetryOptions()
  const underWay = new Set<Promise<unknown>>()
  let isClosing = false
  const connection = Connection.lazy({
    ...options,
    connectTimeout: deadlineMs,
    interceptors: [
      makeGrpcRetryInterceptor({
        ...retry,
        retryableDecider: (attempt, status) =>
          !isClosing && retry.retryableDecider(attempt, status),
      }),
    ],
  })
  return {
    connection,
    async call(work, withinMs = deadlineMs) {
      const running = connection.withDeadline(Date.now() + withinMs, work)
      underWay.add(running)
      try {
        return await running
      } finally {
        underWay.delete(running)
      }
    },
    async close() {
      isClosing = true
      await Promise.allSettled(underWay)
      await connection.close()
    },
  }
}
