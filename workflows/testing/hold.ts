/** Keeps a table from being written, so that whoever writes it has work in hand for as long as a test likes. */
import type { Hub } from './hub.ts'

/** @returns what lets go; call it before the hub is closed */
export async function holdOrders(hub: Hub): Promise<() => Promise<void>> {
  const holder = await hub.owner.pool.connect()
  await holder.query('begin; lock table orders in share mode')
  return async () => {
    await holder.query('commit')
    holder.release()
  }
}
