/** U02, U03: mutations take exactly their fields, and answers hold exactly the declared ones. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, inputAbout } from '../../testing/probes/ask.ts'
import { readDeclaredFields, type DeclaredFields } from '../../testing/probes/declared-fields.ts'
import { createProbeScene, type ProbeScene } from '../../testing/probes/probe-scene.ts'
import { proceduresOf } from '../../testing/probes/router-procedures.ts'
import { PROBES } from '../../testing/procedures.ts'
import { appRouter } from '../router.ts'

const procedures = proceduresOf(appRouter)
const withInput = procedures.filter(({ input }) => input !== undefined)
const SEEDS = [1, 2, 3, 4, 5]

/** Columns of rows and what else somebody might hope to set. */
const COLUMNS = [
  ...[
    'tenant_id',
    'tenantId',
    'person_id',
    'role_id',
    'is_owner',
    'isOwner',
    'own_only',
    'grantsAll',
  ],
  ...[
    'created_at',
    'updated_at',
    'version',
    'state',
    'status',
    'is_internal',
    'upstream_id',
    'external_id',
  ],
  ...[
    'amount_due',
    'email_verified',
    'emailVerified',
    'password_hash',
    'break_glass',
    'strong',
    'isAdmin',
  ],
]

let scene: ProbeScene
let declared: DeclaredFields

beforeAll(async () => {
  scene = await createProbeScene()
  declared = readDeclaredFields()
}, 120_000)

afterAll(async () => {
  await scene.close()
})

/** The copy of one's own data holds rows as db/person-facts.ts lists them column by column: no type says more. */
const isOwnCopy = (path: string, at: string): boolean =>
  path === 'portal.account.data.export' && at.endsWith(': any')

describe.each(withInput.map((procedure) => [procedure.path, procedure] as const))(
  '%s',
  (_path, procedure) => {
    it('refuses every field that it does not name, and changes nothing', async () => {
      const { ours } = scene.world
      const before = await scene.snapshot.checksumOf(ours.id)
      const { input } = inputAbout(scene, procedure, { whose: 'own', seed: 1 })
      const actor = scene.actor('admin')
      for (const column of COLUMNS) {
        const forged = { ...(input as object), [column]: scene.world.theirs.id }
        const answer = await ask({ actor, procedure, input: forged })
        expect([column, answer.status]).toEqual([column, 400])
      }
      if (procedure.type === 'query') expect(await scene.snapshot.checksumOf(ours.id)).toBe(before)
      else await scene.snapshot.restore(ours.id)
    })
  },
)

it.each(procedures.map((procedure) => [procedure.path, procedure] as const))(
  '%s answers with declared fields alone',
  async (path, procedure) => {
    let answers = 0
    for (const seed of SEEDS) {
      const { input } = inputAbout(scene, procedure, { whose: 'own', seed })
      const given = seed === 1 ? (PROBES[path]?.input(scene.world.ours) ?? input) : input
      const { status, data } = await ask({ actor: scene.actor('admin'), procedure, input: given })
      if (procedure.type === 'mutation') await scene.snapshot.restore(scene.world.ours.id)
      if (status !== 200) continue
      answers++
      expect(declared.undeclaredIn(path, data).filter((at) => !isOwnCopy(path, at))).toEqual([])
    }
    expect(answers).toBeGreaterThan(0)
  },
)
