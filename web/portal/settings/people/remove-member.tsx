/** Takes a member out of the tenant, after saying what ends with it. */
import { useText } from '../../../ui/text/use-text.tsx'
import { useSession } from '../../shell/use-session.ts'
import type { MemberView } from '../team-api.ts'
import { AskedTwice } from './asked-twice.tsx'

export function RemoveMember({ member }: { member: MemberView }) {
  const text = useText()
  const { tenant } = useSession()
  const { name, sessions, version } = member
  return (
    <AskedTwice
      title={text('team.remove.title', { tenant: tenant.name })}
      does="remove"
      version={version}
      open={text('team.remove.open', { name })}
      action={text('team.remove.action')}
      pending={text('team.remove.pending')}
      consequences={
        <>
          <p className="font-medium">
            {text('team.remove.sessions', { count: sessions, tenant: tenant.name })}
          </p>
          <p>{text('team.remove.invitations', { name })}</p>
        </>
      }
    >
      {text('team.remove.help', { name, tenant: tenant.name })}
    </AskedTwice>
  )
}
