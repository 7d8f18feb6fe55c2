/** Who listens on a port, as far as the system tells. */
import fs from 'node:fs/promises'

const LISTENING = '0A'

export interface PortOwner {
  name: string
  pid: number
}

/** For messages: e.g. `node (pid 4711)`; undefined where the system does not say. */
export async function findPortHolder(port: number): Promise<string | undefined> {
  const owner = await findPortOwner(port)
  return owner && `${owner.name} (pid ${owner.pid})`
}

/** Undefined where the system does not say. */
export async function findPortOwner(port: number): Promise<PortOwner | undefined> {
  const inodes = await listeningInodes(port)
  if (inodes.size === 0) return undefined
  const entries = await fs.readdir('/proc').catch(() => [])
  for (const pid of entries.filter((name) => /^\d+$/.test(name))) {
    const fds = await fs.readdir(`/proc/${pid}/fd`).catch(() => [])
    for (const fd of fds) {
      const target = await fs.readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')
      if (!inodes.has(target)) continue
      const name = await fs.readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a process')
      return { name: name.trim(), pid: Number(pid) }
    }
  }
  return undefined
}

async function listeningInodes(port: number): Promise<Set<string>> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const found = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await fs.readFile(table, 'utf8').catch(() => '')
    for (const line of text.split('\n').slice(1)) {
      // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
      const fields = line.trim().split(/\s+/)
      if (fields[1]?.endsWith(`:${hex}`) && fields[3] === LISTENING) {
        found.add(`socket:[${fields[9] ?? ''}]`)
      }
    }
  }
  return found
}
