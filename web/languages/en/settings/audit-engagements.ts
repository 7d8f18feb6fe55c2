/** What the audit log says of e-mails, calls and meetings. */
export const engagementSentences = {
  email: {
    created: '{{who}} added the e-mail {{what}} on {{date}}',
    updated: '{{who}} updated the {{facts}} of the e-mail {{what}} on {{date}}',
    deleted: '{{who}} removed the e-mail {{what}} on {{date}}',
  },
  emails: {
    imported_one: '{{who}} imported {{number}} e-mail on {{date}}',
    imported_other: '{{who}} imported {{number}} e-mails on {{date}}',
  },
  call: {
    created: '{{who}} added the call {{what}} on {{date}}',
    updated: '{{who}} updated the {{facts}} of the call {{what}} on {{date}}',
    deleted: '{{who}} removed the call {{what}} on {{date}}',
  },
  calls: {
    imported_one: '{{who}} imported {{number}} call on {{date}}',
    imported_other: '{{who}} imported {{number}} calls on {{date}}',
  },
  meeting: {
    created: '{{who}} added the meeting {{what}} on {{date}}',
    updated: '{{who}} updated the {{facts}} of the meeting {{what}} on {{date}}',
    deleted: '{{who}} removed the meeting {{what}} on {{date}}',
  },
  meetings: {
    imported_one: '{{who}} imported {{number}} meeting on {{date}}',
    imported_other: '{{who}} imported {{number}} meetings on {{date}}',
  },
} as const

export const engagementState = {
  planned: 'Planned',
  held: 'Took place',
  moved: 'Moved',
  missed: 'Nobody answered',
  cancelled: 'Called off',
} as const
