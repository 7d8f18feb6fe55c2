/** Several processes of one kind as one: what is done to it is done to each; each can also be reached alone. */
import type { StackProcess } from './stack-process.ts'

export interface Replicas extends StackProcess {
  readonly each: readonly StackProcess[]
}

export function replicasOf(each: readonly StackProcess[]): Replicas {
  const all = async (work: (one: StackProcess) => Promise<void>): Promise<void> => {
    await Promise.all(each.map(work))
  }
  return {
    each,
    name: each[0]?.name ?? '',
    start: () => all((one) => one.start()),
    kill: () => all((one) => one.kill()),
    stop: () => all((one) => one.stop()),
    freeze: () => each.forEach((one) => one.freeze()),
    thaw: () => each.forEach((one) => one.thaw()),
    pid: () => each[0]?.pid(),
    isRunning: () => each.every((one) => one.isRunning()),
    lastWords: () => each.map((one) => one.lastWords()).join('\n'),
  }
}
