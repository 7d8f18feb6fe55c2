/** What a bench measures against: a whole stack, and an empty database beside it for the tables of the floors. */
import pg from 'pg'
import { startStandaloneStack, type StandaloneStack } from '#web/e2e/stack/standalone-stack.ts'

export interface BenchStack extends StandaloneStack {
  sizes: BenchSizes
  floorUrl: string
  log: (line: string) => void
}

/** How large the large ones are; options of the bench, since the whole of it takes its time. */
export interface BenchSizes {
  /** Records of the growth figures. */
  records: number
  /** Streams that one process holds. */
  clients: number
}

export async function startBenchStack(
  log: (line: string) => void,
  sizes: BenchSizes,
): Promise<BenchStack> {
  const stack = await startStandaloneStack(log)
  const client = new pg.Client({ connectionString: stack.clusterUrl })
  await client.connect()
  await client.query('create database floor')
  await client.end()
  const floorUrl = new URL(stack.clusterUrl)
  floorUrl.pathname = '/floor'
  return { ...stack, sizes, floorUrl: floorUrl.href, log }
}
