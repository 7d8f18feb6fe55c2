/** What the console says when something was asked for and not done. */
export const command = {
  failed: 'Nothing was changed',
  why: 'Why',
  whyHelp: 'Staff read it beside what was done.',
  noAnswer: 'Temporal does not answer',
  problem: {
    unavailable:
      'As far as we can tell nothing was changed, and nothing is lost: events are still taken in. Press again in a moment; pressed twice, it is still done once.',
    forbidden: 'Your role does not include this.',
    invalid: 'This could not be read. Reload the page and try again.',
    unknown_connection: 'This connection does not exist any more.',
    connection_not_active:
      'The connection is paused or disabled. Let it go on first, then try again.',
    unknown_kind: 'This source has no records of this kind.',
    unknown_tenant: 'This tenant does not exist any more.',
    tenant_not_linked: 'No customer of this connection is linked to this tenant.',
    linked_elsewhere:
      'This customer is linked to another tenant. That link has to be removed first.',
    not_allowed: 'Your account may not do this any more.',
    unknown_run: 'This run does not exist any more.',
    run_does_not_wait: 'The run does not wait any more. Reload the page.',
    run_not_complete: 'The reconciliation did not come to its end. Start it anew.',
    nothing_to_repair: 'Nothing of it is left to repair. Reload the page.',
    nothing_to_compare: 'None of these events names a record that could be compared.',
    reconcile_under_way:
      'Records of this kind are being compared already. Wait for that run, or cancel it.',
    nothing_quarantined: 'Nothing is quarantined here any more. Reload the page.',
    run_has_ended: 'The run has ended by itself meanwhile.',
    own_account: 'Nobody does this to their own account. Ask another staff admin.',
    last_admin:
      'This is the last staff admin who can sign in. Make somebody else staff admin first.',
    unknown_staff: 'This account does not exist any more.',
    email_taken: 'Somebody of staff has this address already.',
    no_invitation: 'This invitation was accepted or withdrawn meanwhile. Reload the page.',
    unchanged: 'It is so already: somebody else may have been quicker. Reload the page.',
  },
} as const
