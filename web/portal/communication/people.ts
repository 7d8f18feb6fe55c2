/** Who took part, in one line: who wrote to whom, or with whom it was. Pure. */
import type { Participant } from '#workflows/contracts/engagements.ts'
import type { Translate } from '../../languages/catalogue.ts'
import type { EngagementView } from './communication-api.ts'

/** More than this are counted rather than named. */
const NAMED = 3

export const nameOf = ({ name, email }: Participant): string => name ?? email ?? ''

function listOf(people: readonly Participant[], text: Translate): string {
  const named = people.slice(0, NAMED).map(nameOf).join(', ')
  const more = people.length - NAMED
  return more > 0
    ? text('communication.andMore', { names: named, count: more, number: String(more) })
    : named
}

/** Empty when nobody is known. */
export function whoOf({ people }: Pick<EngagementView, 'people'>, text: Translate): string {
  const of = (...roles: Participant['role'][]) => people.filter(({ role }) => roles.includes(role))
  const [sender] = of('from')
  const others = of('to', 'cc')
  if (sender && others.length > 0) {
    return text('communication.fromTo', { from: nameOf(sender), to: listOf(others, text) })
  }
  if (sender) return text('communication.from', { from: nameOf(sender) })
  const rest = others.length > 0 ? others : of('with')
  return rest.length === 0 ? '' : text('communication.with', { names: listOf(rest, text) })
}
