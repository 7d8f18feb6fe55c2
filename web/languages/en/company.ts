/** Who the customer is to the company that runs the portal. */
export const company = {
  title: 'Company',
  intro: 'What {{operator}} has on file. Tell them when something is not right.',
  fact: {
    address: 'Address',
    phone: 'Phone',
    website: 'Website',
    industry: 'Industry',
    email: 'E-mail',
    taxIds: 'Tax ids',
    none: 'Not on file',
  },
  empty: {
    title: 'No company on file yet',
    help: 'As soon as {{operator}} has linked your company, it appears here by itself.',
  },
  contacts: {
    title: 'Contacts',
    count_one: '{{number}} person',
    count_other: '{{number}} people',
    some: '{{shown}} of {{number}} people',
    empty: 'Nobody is on file yet.',
    emptyHelp: 'People whom {{operator}} knows at your company are listed here.',
    roleAt: '{{role}}, {{company}}',
  },
  billing: {
    title: 'Billing details',
    help: 'Invoices are made out to this name and address.',
    empty: 'No billing details on file yet.',
  },
} as const
