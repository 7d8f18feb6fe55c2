/** What a bench measures against: a whole stack, and an empty database beside it for the tables of the floors. */
import pg from 'pg'
import { startStandaloneStack, type StandaloneStack } from '#web/e2e/stack/standalone-stack.ts'

export interface BenchStack extends StandaloneStack {
  floorUrl: string
  log: (line: string) => void
}

export async function startBenchStack(log: (line: string) => void): Promise<BenchStack> {
  const stack = await startStandaloneStack(log)
  const client = new pg.Client({ connectionString: stack.clusterUrl })
  await client.connect()
  await client.query('create database floor')
  await client.end()
  const floorUrl = new URL(stack.clusterUrl)
  floorUrl.pathname = '/floor'
  return { ...stack, floorUrl: floorUrl.href, log }
}
