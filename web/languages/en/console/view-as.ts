/** Before staff look through a member's eyes. */
export const viewAs = {
  title: 'View {{tenant}} as a member',
  intro:
    'You see the portal with this member’s rights for 15 minutes. You can change nothing and download nothing. {{tenant}} reads in its audit log that you looked, when, and why.',
  find: 'Find a member',
  findButton: 'Find',
  more: 'These are the first 100 members. Find others by a part of the name or address.',
  noMember: {
    title: 'Nobody here to look through the eyes of',
    help: 'No member of {{tenant}} fits.',
    all: 'Show all members',
  },
  member: 'Member',
  choose: 'Choose a member',
  choice: '{{name}} · {{role}} · {{email}}',
  role: {
    admin: 'Admin',
    billing: 'Billing',
    project: 'Project',
    requester: 'Requester',
    auditor: 'Auditor',
  },
  reason: 'Reason',
  reasonHelp: 'At least 10 characters. {{tenant}} reads it, so name the ticket or the question.',
  start: 'Start viewing',
  starting: 'Starting',
  cancel: 'Cancel',
  problem: {
    title: 'This view was not started',
    member: 'Choose the member whose eyes you want to look through.',
    reason: 'Say in at least 10 characters why you look.',
    refused: 'This member or the customer is not active any more.',
  },
} as const
