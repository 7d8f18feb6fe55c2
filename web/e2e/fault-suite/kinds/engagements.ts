/** HubSpot: e-mails, calls and meetings, logged with people of a company, changed, given to another one, put in the bin. */
import { z } from 'zod'
import { act, fresh, idOfMade, type Deed, type Kind, type Scene } from './kind.ts'

const people = z.object({
  objects: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string()) })),
})

/** A company and one or two of its people, if it has any. */
async function circleOf({ stage, random }: Scene) {
  const company = stage.customerOf('hubspot', random)
  const found = await stage.control.get(`/hubspot/contacts?company=${company}&limit=20`)
  const contacts = random.shuffled(people.parse(found).objects).slice(0, 2)
  return { company, contacts }
}

interface Words {
  plural: 'emails' | 'calls' | 'meetings'
  title: string
  properties: (addresses: readonly string[]) => Record<string, string>
}

function engagement(name: string, share: number, { plural, title, properties }: Words): Kind {
  const change: Deed = (scene, id) =>
    act(scene, `hubspot/${plural}/${id}/change`, { properties: { [title]: fresh('Talk') } })
  const reassign: Deed = async (scene, id) => {
    const { company, contacts } = await circleOf(scene)
    const whom = { companies: [company], contacts: contacts.map((contact) => contact.id) }
    return act(scene, `hubspot/${plural}/${id}/reassign`, whom)
  }
  return {
    name,
    share,
    async create(scene) {
      for (;;) {
        const { company, contacts } = await circleOf(scene)
        const addresses = contacts.flatMap((contact) => contact.properties['email'] ?? [])
        const answer = await scene.stage.control.send('POST', `/hubspot/${plural}`, {
          companies: [company],
          contacts: contacts.map((contact) => contact.id),
          properties: {
            hs_timestamp: '2026-11-20T09:30:00.000Z',
            [title]: fresh('Talk'),
            ...properties(addresses),
          },
        })
        // Refused: one of them was put in the bin meanwhile.
        if (answer !== null) return idOfMade(answer)
      }
    },
    changes: [change, change, reassign],
    remove: (scene, id) => act(scene, `hubspot/${plural}/${id}/delete`),
    restore: (scene, id) => act(scene, `hubspot/${plural}/${id}/restore`),
  }
}

export const email = engagement('email', 0.06, {
  plural: 'emails',
  title: 'hs_email_subject',
  properties: (addresses) => ({
    hs_email_direction: 'EMAIL',
    hs_email_status: 'SENT',
    hs_email_from_email: 'desk@operator.test',
    hs_email_to_email: addresses.join(';'),
  }),
})

export const call = engagement('call', 0.03, {
  plural: 'calls',
  title: 'hs_call_title',
  properties: () => ({ hs_call_direction: 'OUTBOUND', hs_call_status: 'COMPLETED' }),
})

export const meeting = engagement('meeting', 0.03, {
  plural: 'meetings',
  title: 'hs_meeting_title',
  properties: () => ({ hs_meeting_outcome: 'SCHEDULED', hs_meeting_location: 'Hall 3' }),
})
