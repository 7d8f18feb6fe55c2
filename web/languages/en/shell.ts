/** The frame around every page of a tenant. */
export const shell = {
  skip: 'Skip to content',
  main: 'Main',
  loading: 'Loading the page',
  place: {
    home: 'Home',
    orders: 'Orders',
    invoices: 'Invoices',
    plan: 'Plan',
    company: 'Company',
    settings: 'Settings',
  },
  title: '{{page}} · {{tenant}}',
  titleViewAs: 'View only: {{page}} · {{tenant}}',
  tenant: {
    open: '{{name}}, switch customer',
    menu: 'Your companies',
    current: 'Current',
    gate: {
      mfa: 'Asks for a second factor',
      sso: 'Asks for its single sign-on',
      sign_in: 'Asks for another sign-in',
    },
  },
  account: {
    open: '{{initials}}, account of {{name}}',
    menu: 'Account',
    own: 'Your account',
    signOut: 'Sign out',
    endView: 'End this view',
    leave: 'Leave {{tenant}}',
    role: '{{role}} at {{tenant}}',
  },
  role: {
    admin: 'Admin',
    billing: 'Billing',
    project: 'Project',
    requester: 'Requester',
    auditor: 'Auditor',
  },
  search: {
    open: 'Search',
    hint: {
      both: 'Search orders and invoices',
      orders: 'Search pages and orders',
      invoices: 'Search pages and invoices',
      none: 'Search pages',
    },
    keys: 'Ctrl K',
    title: 'Search',
  },
  announce: {
    changed: '{{number}}: {{state}}.',
    updated: 'The page was updated.',
  },
} as const
