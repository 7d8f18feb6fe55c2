/** Downloads a list as a member of a role would, and reads what came. */
import type { RolePreset } from '#workflows/contracts/access.ts'
import { createBrowser } from './browser.ts'
import type { World } from './world.ts'

export interface Downloading {
  web: { url: string }
  world: World
  role: RolePreset
  /** Below the tenant, e.g. `orders.csv?view=late`. */
  path: string
  tenant?: string
}

export async function downloadCsv({ web, world, role, path, tenant = 'northgate' }: Downloading) {
  const browser = createBrowser(web.url)
  await browser.signIn(world.ours.members[role].email)
  const answer = await browser.fetch(`/t/${tenant}/${path}`)
  const text = Buffer.from(await answer.arrayBuffer()).toString('utf8')
  return { answer, text, lines: text.split('\r\n').filter((line) => line !== '') }
}
