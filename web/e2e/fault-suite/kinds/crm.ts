/** HubSpot: companies and their contacts, moved about, merged, put in the bin, taken out of it, forgotten. */
import { act, fresh, idOfMade, type Deed, type Kind, type Scene } from './kind.ts'

const create = async ({ stage }: Scene, plural: string, input: object): Promise<string> =>
  idOfMade(await stage.control.send('POST', `/hubspot/${plural}`, input))

export const company: Kind = {
  name: 'company',
  share: 0.06,
  async create(scene) {
    const id = await create(scene, 'companies', { properties: { name: fresh('Werk') } })
    scene.stage.adopt('hubspot', id, scene.random)
    return id
  },
  changes: [
    (scene, id) =>
      act(scene, `hubspot/companies/${id}/change`, {
        properties: { city: fresh('Halle'), phone: fresh('0345') },
      }),
    (scene, id) => act(scene, `hubspot/companies/${id}/rename`, { name: fresh('Werk') }),
  ],
  remove(scene, id) {
    scene.stage.leave('hubspot', id)
    return act(scene, `hubspot/companies/${id}/delete`)
  },
  restore(scene, id) {
    scene.stage.comeBack('hubspot', id)
    return act(scene, `hubspot/companies/${id}/restore`)
  },
  merge(scene, { winner, loser }) {
    scene.stage.leave('hubspot', loser)
    return act(scene, `hubspot/companies/${winner}/merge`, { loser })
  },
}

const move: Deed = (scene, id) =>
  act(scene, `hubspot/contacts/${id}/move`, {
    company: scene.stage.customerOf('hubspot', scene.random),
  })

export const contact: Kind = {
  name: 'contact',
  share: 0.2,
  create(scene) {
    const properties = {
      firstname: fresh('Nr'),
      email: `${fresh('nr').replace(' ', '')}@halle.test`,
    }
    const company = scene.stage.customerOf('hubspot', scene.random)
    return create(scene, 'contacts', { company, properties })
  },
  changes: [
    (scene, id) =>
      act(scene, `hubspot/contacts/${id}/change`, {
        properties: { lastname: fresh('Meier'), jobtitle: fresh('Buyer') },
      }),
    move,
  ],
  remove: (scene, id) => act(scene, `hubspot/contacts/${id}/delete`),
  restore: (scene, id) => act(scene, `hubspot/contacts/${id}/restore`),
  merge: (scene, { winner, loser }) => act(scene, `hubspot/contacts/${winner}/merge`, { loser }),
}
