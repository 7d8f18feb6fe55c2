/** A source that answers single records as a test says, and counts how often it was asked. */
import type { SourceReader } from '#integrations/kit/connector.ts'

export function answering(answer: (id: string) => ReturnType<SourceReader['get']>) {
  const asked: string[] = []
  const readerFor = (): SourceReader => ({
    list: () => Promise.reject(new Error('not asked for')),
    get: (_kind, id) => {
      asked.push(id)
      return answer(id)
    },
  })
  return { asked, readerFor }
}
