/** The function that says whether a lane is behind; what it looks at has changed with the index of lanes. */
import { PIN, type LookupFunction } from './lookup-function.ts'

/** Rows of a lane at most, the oldest: those that are being worked on, and one more. */
export const LOOKED_AT = 500

/** @param isBehind a condition, given the one that holds for the lane's rows */
export const laneBehind = (isBehind: (ofLane: string) => string): LookupFunction => ({
  signature: 'app.is_lane_behind(uuid, uuid)',
  definition: `
      create function app.is_lane_behind(p_connection_id uuid, p_tenant_id uuid)
      returns boolean language sql stable ${PIN}
      as $$
        select case when p_tenant_id is null
          then ${isBehind('tenant_id is null')}
          else ${isBehind('tenant_id = p_tenant_id')} end
      $$`,
  grantTo: ['portside_app'],
})
