/** The members: one row each, a card on phones; the whole of it leads to what can be changed. */
import { Crown, KeyRound, UserRoundCheck } from 'lucide-react'
import { Link } from 'react-router'
import { Icon } from '../../../ui/icon.tsx'
import { Face } from '../../../ui/show/face.tsx'
import { State } from '../../../ui/show/state.tsx'
import { TimeText } from '../../../ui/text/time-text.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { useRoleName } from '../../shell/use-role-name.ts'
import { useSession } from '../../shell/use-session.ts'
import type { MemberView } from '../team-api.ts'

export function MemberTable({ members, base }: { members: readonly MemberView[]; base: string }) {
  const text = useText()
  return (
    <table className="table">
      <caption className="sr-only">{text('team.members', { count: members.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{text('team.column.person')}</th>
          <th scope="col" className="min-w-32">
            {text('team.column.role')}
          </th>
          <th scope="col">{text('team.column.factor')}</th>
          <th scope="col" className="min-w-36">
            {text('team.column.seen')}
          </th>
          <th scope="col" className="hidden wide:table-cell">
            {text('team.column.since')}
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <MemberRow key={member.personId} member={member} base={base} />
        ))}
      </tbody>
    </table>
  )
}

function MemberRow({ member, base }: { member: MemberView; base: string }) {
  const text = useText()
  return (
    <tr>
      <td className="w-full py-2! phone:col-span-2">
        <Who member={member} base={base} />
      </td>
      <td>
        <Role member={member} />
      </td>
      <td data-label={`${text('team.column.factor')}:`} className="phone:text-right">
        {member.secondFactor === true ? (
          <State icon={KeyRound} tone="ok" word={text('team.factor.on')} />
        ) : (
          <span className="text-faint">{text('team.factor.unknown')}</span>
        )}
      </td>
      <td data-label={`${text('team.column.seen')}:`} className="text-soft">
        {member.seenAt === null ? (
          text('team.seen.never')
        ) : (
          <TimeText at={member.seenAt} form="moment" />
        )}
      </td>
      <td className="hidden text-soft wide:table-cell">
        <TimeText at={member.memberSince} form="moment" />
      </td>
    </tr>
  )
}

function Who({ member, base }: { member: MemberView; base: string }) {
  const text = useText()
  const { person } = useSession()
  return (
    <div className="flex items-center gap-3">
      <Face name={member.name} />
      <div className="min-w-0">
        <p className="flex items-center gap-2">
          <Link
            to={`${base}/${member.personId}`}
            prefetch="intent"
            aria-label={text('team.edit', { name: member.name })}
            className="row-link truncate font-medium"
          >
            {member.name}
          </Link>
          {member.personId === person.id ? (
            <span className="text-meta text-faint">{text('team.you')}</span>
          ) : null}
        </p>
        <p className="truncate text-meta text-faint">{member.email}</p>
      </div>
    </div>
  )
}

function Role({ member }: { member: MemberView }) {
  const text = useText()
  const nameOf = useRoleName()
  return (
    <span className="grid gap-0.5">
      <span className="flex items-center gap-1.5">
        {nameOf(member.role)}
        {member.isOwner ? (
          <span className="inline-flex items-center gap-1 text-meta text-soft">
            <Icon of={Crown} size={14} />
            {text('team.owner')}
          </span>
        ) : null}
      </span>
      {member.ownOnly ? (
        <span className="inline-flex items-center gap-1 text-meta text-soft">
          <Icon of={UserRoundCheck} size={14} />
          {text('team.ownOnly')}
        </span>
      ) : null}
      {member.isActive ? null : <span className="text-meta text-bad">{text('team.disabled')}</span>}
    </span>
  )
}
