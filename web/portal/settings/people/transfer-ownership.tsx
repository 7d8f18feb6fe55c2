/** Hands the tenant over to this member, who must be an admin. */
import { useText } from '../../../ui/text/use-text.tsx'
import { useSession } from '../../shell/use-session.ts'
import type { MemberView } from '../team-api.ts'
import { AskedTwice } from './asked-twice.tsx'

export function TransferOwnership({ member: { name, version } }: { member: MemberView }) {
  const text = useText()
  const { tenant } = useSession()
  return (
    <AskedTwice
      title={text('team.transfer.title')}
      does="transfer"
      version={version}
      open={text('team.transfer.open', { name })}
      action={text('team.transfer.action')}
      pending={text('team.transfer.pending')}
      consequences={<p>{text('team.transfer.confirm', { name, tenant: tenant.name })}</p>}
    >
      {text('team.transfer.help')}
    </AskedTwice>
  )
}
