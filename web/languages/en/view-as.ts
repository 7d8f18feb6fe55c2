/** What staff see above a portal that they look at through a member's eyes, and when that is over. */
export const viewAs = {
  region: 'View as a member',
  mark: 'View only',
  who: 'You see what {{name}} sees',
  by: '{{staff}}: “{{reason}}”',
  left: '{{time}} left',
  leftWords_one: 'This view ends in {{count}} minute.',
  leftWords_other: 'This view ends in {{count}} minutes.',
  end: 'End view',
  ending: 'Ending',
  refused: 'Nothing was changed: you only look through the eyes of {{name}}.',
  understood: 'Understood',
  over: {
    title: 'This view is over',
    why: {
      ended: 'It was ended, and the customer’s audit log says so.',
      expired: 'A view lasts 15 minutes. Open another one if you need to see more.',
      staff_changed: 'Your account or your role was changed.',
      staff_signed_out: 'You have signed out of the console.',
      tenant_suspended: 'The customer was suspended.',
      member_removed: 'The member whose eyes these were has no access any more.',
      unknown: 'Nothing of the customer is shown any more.',
    },
    back: 'Back to the console',
  },
} as const
